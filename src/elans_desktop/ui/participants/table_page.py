"""« Tableau »: the list of people across the whole view, its columns chosen, its people chosen by many."""

from __future__ import annotations

import uuid
from operator import attrgetter
from typing import Any, ClassVar

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QHeaderView

from elans_desktop.core.formats import count
from elans_desktop.services.participants import people_columns
from elans_desktop.services.participants.participants import ParticipantRow
from elans_desktop.services.participants.people_columns import (
    BY_KEY,
    COLUMNS,
    ChosenColumn,
    PeopleColumn,
    TableState,
)
from elans_desktop.services.participants.people_facts import BLANK
from elans_desktop.services.tabular import Kind
from elans_desktop.ui import theme
from elans_desktop.ui.context import Context
from elans_desktop.ui.kit import buttons
from elans_desktop.ui.kit.layout import column, holder, row, surface
from elans_desktop.ui.kit.table import Column, Table
from elans_desktop.ui.kit.view_bar import ViewBar
from elans_desktop.ui.participants import looks
from elans_desktop.ui.participants.people import People
from elans_desktop.ui.participants.people_chips import PeopleChips
from elans_desktop.ui.participants.selection_bar import SelectionBar
from elans_desktop.ui.participants.table_columns import ColumnsPanel
from elans_desktop.ui.view import InnerPage

KEEP_AFTER_MS = 800


class TablePage(InnerPage):
    """`closed` to go back to the list; `opened(id)` a file; `joined(one, other)` two files to compare."""

    help_page: ClassVar[str] = "participants-tableau"

    closed = Signal()
    opened = Signal(object)
    joined = Signal(object, object)

    def __init__(self, context: Context, people: People, *, title: str, max_months: int | None) -> None:
        super().__init__()
        self.context, self.people = context, people
        self._restoring = False
        self.table = Table(
            [self._declared(each) for each in COLUMNS],
            row_id=attrgetter("id"),
            search=attrgetter("search"),
            placeholder="Nom, commune, n° de dossier…",
            counted=("personne", "personnes"),
            name=title,
        )
        self.table.set_counted(lambda shown: count(shown, "personne"))
        self.table.set_multiple(True)
        self.filters = PeopleChips(self.table, people, max_months=max_months)
        self.selection = SelectionBar(context, self)
        self.columns_button = buttons.secondary("Colonnes", "columns-3", self._toggle_columns)
        back = buttons.secondary("Liste", "layout-list", self.closed.emit)
        back.setToolTip("Revenir à la liste (Échap)")
        bar = ViewBar(title, actions=(self.columns_button, back))
        self.panel = ColumnsPanel(self._columns_chosen)
        self.panel.closed.connect(self._toggle_columns)
        self.panel.hide()
        inside = column(self.selection, self.table, spacing=8, margins=(24, 0, 24, 16))
        main = row(spacing=0)
        main.addWidget(holder(inside), 1)
        main.addWidget(self.panel)
        whole = column(bar, spacing=0)
        whole.addLayout(main, 1)
        self.setLayout(whole)
        surface(self, "background")
        self._set_up_header()
        self.table.activated.connect(self.opened)
        self.table.selection_changed.connect(self._selected)
        self.table.shown_changed.connect(self._selected)
        people.facts_changed.connect(self._facts_came)
        people.rows_changed.connect(self.set_rows)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Échap goes back to the list."""
        if Qt.Key(event.key()) == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def start(self, keys: tuple[str, ...], search: str) -> None:
        """Show the people with these filters and this search, those of the list."""
        self.set_rows()
        self.filters.set_active(keys)
        self.table.search.setText(search)
        self.table.view.setFocus(Qt.FocusReason.TabFocusReason)
        self._selected()

    def set_rows(self) -> None:
        """The people have been read again."""
        self.table.set_rows(self.people.rows)

    def chosen_ids(self) -> list[uuid.UUID]:
        """The people chosen, in the order shown."""
        return self.table.selected_ids()

    def shown_ids(self) -> list[uuid.UUID]:
        """The people shown, in their order."""
        model = self.table.model
        return [model.id_at(place) for place in range(model.rowCount())]

    def shown_keys(self) -> list[str]:
        """The columns shown, in their order."""
        return [each.key for each in self.state().columns if each.shown]

    def _declared(self, declared: PeopleColumn) -> Column:
        value, people = declared.value, self.people

        def cell(person: ParticipantRow) -> Any:
            return value(person, people.facts.get(person.id, BLANK), people.words)

        plain = declared.kind is Kind.TEXT
        look: dict[str, Any] = {}
        if declared.key == "status":
            look = {"tone": _tone}
        elif declared.key == "name":
            look = {"paint": "strong"}
        elif declared.key == "filled":
            look = {"paint": "progress", "share": _share}
        return Column(
            declared.key,
            declared.title,
            lambda person: people_columns.text(declared, cell(person)),
            width=declared.width,
            align="right" if declared.kind in (Kind.NUMBER, Kind.DURATION, Kind.RATE) else "left",
            sort=attrgetter("search") if declared.key == "name" else None if plain else cell,
            **look,
        )

    def _set_up_header(self) -> None:
        rows = self.table.rows_view
        rows.keeps_widths = True
        rows.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        header = rows.horizontalHeader()
        header.setSectionsMovable(True)
        header.setStretchLastSection(True)
        self._keep = QTimer(self)
        self._keep.setSingleShot(True)
        self._keep.setInterval(KEEP_AFTER_MS)
        self._keep.timeout.connect(self.keep_state)
        self._show(self.context.bridge.read(people_columns.state))
        header.sectionMoved.connect(self._touched)
        header.sectionResized.connect(self._touched)
        header.sectionClicked.connect(self._touched)
        theme.signals.changed.connect(self._again)

    def _header(self) -> QHeaderView:
        return self.table.rows_view.horizontalHeader()

    def _show(self, wanted: TableState) -> None:
        """Place, width and visibility of each column."""
        self._restoring = True
        header = self._header()
        places = {each.key: place for place, each in enumerate(COLUMNS)}
        for rank, chosen in enumerate(wanted.columns):
            logical = places[chosen.key]
            header.moveSection(header.visualIndex(logical), rank)
            header.setSectionHidden(logical, not chosen.shown)
            header.resizeSection(logical, theme.px(chosen.width))
        self.table.model.sort_by(wanted.sort, wanted.ascending)
        self._restoring = False
        self.panel.show_columns(wanted.columns)

    def state(self) -> TableState:
        """The table as it stands."""
        header = self._header()
        found: list[ChosenColumn] = []
        for rank in range(len(COLUMNS)):
            logical = header.logicalIndex(rank)
            declared = COLUMNS[logical]
            hidden = header.isSectionHidden(logical)
            last = not hidden and self.table.rows_view.edges(logical)[1]
            width = round(header.sectionSize(logical) * 100 / theme.scale())
            kept = declared.width if hidden or last else width  # the last one takes what is left
            found.append(ChosenColumn(declared.key, kept, not hidden))
        model = self.table.model
        sort = model.sort_key if model.sort_key in BY_KEY else "name"
        return TableState(tuple(found), sort, model.ascending)

    def keep_state(self) -> None:
        """Remember the table for this user."""
        self._keep.stop()
        self.context.bridge.write("Garder les colonnes", people_columns.keep_state, self.state())

    def _touched(self, *_sections: int) -> None:
        if not self._restoring:
            self._keep.start()
            self.panel.show_columns(self.state().columns)

    def _again(self) -> None:
        """The scale of the texts has changed: the widths with it."""
        self._show(self.context.bridge.read(people_columns.state))

    def _columns_chosen(self) -> None:
        state = self.state()
        self._show(TableState(self.panel.chosen(), state.sort, state.ascending))
        self.keep_state()

    def _toggle_columns(self) -> None:
        shown = self.panel.isHidden()
        self.panel.setVisible(shown)
        (self.panel.list if shown else self.table.view).setFocus(Qt.FocusReason.TabFocusReason)

    def _facts_came(self) -> None:
        """Columns and orders that look at the facts."""
        if self.isVisible():
            self.set_rows()

    def _selected(self) -> None:
        self.selection.show_selection(self.table.selected_count())

    def select_nobody(self) -> None:
        """Let go of the people chosen."""
        self.table.view.clearSelection()

    def hideEvent(self, event: QHideEvent) -> None:
        """What waits to be remembered is, unless the classeur is closing."""
        super().hideEvent(event)
        if self._keep.isActive():
            self.keep_state()


def _tone(person: ParticipantRow) -> str:
    return looks.tone(person.status)


def _share(person: ParticipantRow) -> float:
    return person.completeness / 100
