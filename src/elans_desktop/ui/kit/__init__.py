"""The kit: every component of the design, built once. Import from the modules; this package imports nothing.

Types named below: `Action` = (words, callable). Icons are Lucide file names; tones are primary, success,
warning, accent, danger, neutral, note, R, M, A, C; colours are always tokens (`ui.theme.tokens`).

theme (elans_desktop.ui.theme)
    apply(app, mode="system|light|dark", scale=100) ; mode() ; is_dark() ; scale() ; signals.changed
    color(token) -> QColor ; px(n) -> int ; font(size, weight) -> QFont ; icon(name, token, size) -> QIcon
    pixmap(name, token, size, ratio) ; draw_icon(painter, name, token, x, y, size)

layout      label(text, role, *, tone, wrap, selectable) -> QLabel ; row(*parts, spacing, margins) ;
            column(*parts, …) (int = gap, None = stretch) ; holder(layout, surface) ; separator(vertical=) ;
            scrolled(widget, ground) ; surface(widget, name) ; set_look(widget, **properties) ; clear_layout
            roles: display title panel total section body medium strong muted small secondary caption label
            header
buttons     Button(text, *, kind, icon, small, trailing) ; primary / secondary / quiet / danger / small / link
            (text, icon, on_click) ; icon_button(icon, name, on_click, *, kind, small) ;
            MenuButton(text, *, icon, kind, small, build=fill_menu) ; print_button(build) « Imprimer ▾ »
menu        Menu.add(text, on_trigger, *, icon, fact, reason, enabled, checked) -> QAction ; addSeparator()
fields      TextField MultilineField(rows) DateField(births) PeriodField TimeField DurationField MoneyField
            NumberField(minimum, maximum) PassphraseField ChoiceField(choices, empty) MultiChoiceField
            RadioField
            PhoneField CheckField SearchField(search, free) ; all (label, *, required, help, name):
            value() set_value(v) changed problem() error() set_error(text) is_empty() set_read_only(b) editor
            Choice(value, label, detail) ; CheckBox RadioButton ComboBox Icon(name, token, size)
form        FieldSpec(name, label, kind, required, choices, help, placeholder, span, rows, default, width,
            search,
            options) ; Section(title, fields, help) ; Form(sections, *, columns): values() set_values(d)
            check()
            show_errors(d) field(name) is_dirty() mark_clean() restore_draft(d) set_read_only(b)
            show_field(n, b)
            signals changed, dirty_changed(bool), save_requested (Ctrl+S)
table       Column(key, title, text, width, align, sort, paint, tone, icon, share) ; Filter(key, label,
            test, on,
            counted, group, letter) ; Table(columns, *, row_id, search, filters, placeholder, counted,
            empty, sort,
            ascending, with_search, framed, tools, name): set_rows current_id() current_row() set_current(id)
            selected_ids() select_first() set_multiple(b) reach(id) clear_search() fit_height()
            set_counted(fn) chips model
            signals current_changed(id), activated(id), selection_changed, shown_changed
list_pane   ListLook(title, subtitle, status, tone, fact, share, letter, height, group) ; Order(key, label,
            sort,
            ascending)
            ListPane(title, *, look, row_id, orders, search, filters, placeholder, counted, action,
            action_icon,
            action_kind, empty, width, top): as Table, plus set_order(key, ascending)
badge       Badge(text, tone, icon | "auto").set_badge(…) ; Keycap(text)
letter      Letter(code, text, *, side, size, strong).set_letter(code, text) ; paint.letter(painter, x, y,
            code)
chip        Chip(text, *, on, letter, count, trailing) ; FilterChips(filters): changed active() set_on(key,
            on)
banner      Banner(text, tone="info|warning|accent|danger|success|undo", *, icon, actions, closable) ;
            undo_banner(text, action)
toast       Toast(window).show(text, *, tone, action)
empty       EmptyState(icon, title, sentence, *, action, action_icon, link)
gauge       Gauge(value_cents, ceiling_cents, base).set_gauge(…) ; GaugeBar(value, ceiling, *, thickness) ;
            level(value, ceiling) ; gauge_sentence(value, ceiling)
stepper     Stepper(steps, current, *, step_width).set_current(i)
card        Card(title, *, count, actions, flush, title_height): body, add(*parts), set_count(text)
figure      Figure(text, name, on_click, *, size).set_figure(text)
funnel      Step(letter, name, value, rate, on_click) ; Funnel(steps, *, across).set_steps(…) ;
            ShareBar(share, fill)
note        PrivateNote(text, reader, content)
segmented   Segmented([(key, label)], current, *, name, wide): changed(key) current() set_current
            set_count(key, n)
progress    LongWork(title, *, stoppable): start(title) progress(done, total) stopped
side_panel  SidePanel(title, *, icon, width, actions, foot, closable): body, closed, set_title
view_bar    ViewBar(title, fact, *, actions, beside, path, ground).set_title ; DetailHead(*,
            actions).show_thing(
            title, facts, *, letter, status, tone)
elided      Elided(text, role, *, least): a label that ends with « … » where it does not fit
panes       Panes([Pane(widget, share, width, line)], *, least, spacing): side by side, one under the other
            below `least` design pixels ; growing(content) inside them ; room(widget)
outline     OutlinedPage(): add_section(key, title, widget) -> OutlineEntry.set_mark(text | "ok", tone)
            go_to(key)
preview     PdfPreview(): show_pdf(bytes, title) closed saved(Path) printed
markdown_view  MarkdownView(folder).set_markdown(text) ; page_requested(name, anchor)
shortcuts   ShortcutSheet(groups)
dialogs     ask ask_text ask_form confirm inform show_error open_file save_file choose_folder ;
            `dialogs.handler`
            tests: the fixture `recorded_dialogs` of tests/support/dialogs.py
sides       Sides(left, right, *, gap): the right part goes under the left one when both do not fit
flow        FlowLayout(*, spacing, gap) ; painted.Painted ; paint (box, line_of_text, badge, bar, letter…) for
            delegates
"""
