"""« Listes »: every list the forms offer; words may change, lines may be added or put away."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from elans_desktop.services.organisation import reference
from elans_desktop.services.organisation.reference import ReferenceList, ReferenceRow
from elans_desktop.ui import theme
from elans_desktop.ui.context import Context
from elans_desktop.ui.kit import buttons, dialogs
from elans_desktop.ui.kit.empty import EmptyState
from elans_desktop.ui.kit.flow import FlowLayout
from elans_desktop.ui.kit.form import FieldSpec
from elans_desktop.ui.kit.form import Section as FormSection
from elans_desktop.ui.kit.layout import column, label, row
from elans_desktop.ui.kit.table import Column, Filter, Table
from elans_desktop.ui.settings.section import Section, ignoring

WIDEST_LIST = 360
_INDENT = "\u2003"


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of the list shown, with its depth."""

    row: ReferenceRow
    depth: int

    @property
    def id(self) -> str:
        """Its code."""
        return self.row.code


class ListsSection(Section):
    """Lists at the left, their lines at the right."""

    key = "lists"
    title = "Listes"
    intro = (
        "Les choix proposés dans les fiches. Changez un libellé, ajoutez une ligne, retirez celles qui ne "
        "servent pas\u00a0: ce qui est déjà enregistré garde ses mots."
    )
    tables = frozenset({"reference_item"})
    scrolls = False

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._lists: dict[str, ReferenceList] = {}
        self._lines: tuple[ReferenceRow, ...] = ()
        self.lists = Table(
            (
                Column("title", "Liste", lambda r: r.title),
                Column(
                    "count", "Lignes", lambda r: str(r.count), width=84, align="right", sort=lambda r: r.count
                ),
            ),
            row_id=lambda r: r.code,
            counted=("liste", "listes"),
            placeholder="Chercher une liste…",
            name="Listes",
        )
        self.lists.setFixedWidth(min(theme.px(330), WIDEST_LIST))
        self.lists.current_changed.connect(ignoring(self._show_list))
        self.heading = label("", "section", wrap=True)
        self.note = label("", "caption", wrap=True)
        self.add = buttons.secondary("Ajouter une ligne", "plus", self.start_new)
        self.up = buttons.icon_button("arrow-up", "Monter la ligne", lambda: self._move(-1))
        self.down = buttons.icon_button("arrow-down", "Descendre la ligne", lambda: self._move(1))
        self.edit = buttons.secondary("Changer le libellé", "pencil", self._rename)
        self.switch = buttons.quiet("Retirer", "eye-off", self._switch)
        self.lines = Table(
            (
                Column("label", "Libellé", _indented, sort=None),
                Column("state", "", _state, width=110, paint="muted"),
            ),
            row_id=lambda r: r.id,
            filters=(Filter("active", "En service", lambda r: r.row.active, on=True),),
            counted=("ligne", "lignes"),
            empty=EmptyState("list", "Choisissez une liste"),
            placeholder="Chercher une ligne…",
            name="Lignes de la liste",
        )
        self.lines.current_changed.connect(ignoring(self._fit_buttons))
        self.lines.activated.connect(ignoring(self._rename))
        tools = QWidget()
        flow = FlowLayout(tools, spacing=8)
        for button in (self.add, self.edit, self.switch, self.up, self.down):
            flow.addWidget(button)
        right = column(self.heading, self.note, tools, spacing=8)
        right.addWidget(self.lines, 1)
        whole = row(spacing=24)
        whole.addWidget(self.lists)
        whole.addLayout(right, 1)
        self.page.addLayout(whole, 1)
        self._fit_buttons()

    def refresh(self) -> None:
        """Read the lists, then the lines of the one shown."""
        found = self.context.bridge.read(reference.lists)
        self._lists = {one.code: one for one in found}
        self.lists.set_rows(found)
        self.lists.select_first()
        self._show_list()

    def start_new(self) -> None:
        """Ask for the words of a new line."""
        shown = self._shown_list()
        if shown is None or not shown.extensible or not self.may_edit:
            return
        parents = self._parents(shown.code)
        fields = [FieldSpec("label", "Libellé", required=True, span=2)]
        if parents:
            fields.append(FieldSpec("parent", "Sous", "choice", choices=parents, required=True, span=2))
        current = self._current()
        chosen = (current.parent_code or current.code) if current and parents else None

        def keep(values: dict[str, str]) -> None:
            words, parent = values["label"], values.get("parent")
            self.context.bridge.write(
                f"Ajouter une ligne à la liste {shown.title}",
                reference.add,
                shown.code,
                words,
                parent_code=parent,
            )

        title = f"Ajouter à la liste «\u00a0{shown.title}\u00a0»"
        sections = (FormSection("", tuple(fields)),)
        if dialogs.ask_form(self, title, sections, values={"parent": chosen}, accept="Ajouter", save=keep):
            self.said("Ligne ajoutée")

    def _shown_list(self) -> ReferenceList | None:
        return self._lists.get(self.lists.current_id() or "")

    def _current(self) -> ReferenceRow | None:
        line = self.lines.current_row()
        return line.row if isinstance(line, _Line) else None

    def _parents(self, list_code: str) -> list[tuple[str, str]]:
        if list_code == "repere_criteria":
            reperes = self.context.bridge.read(reference.items, "reperes")
            return [(item.code, item.label) for item in reperes]
        codes = {line.parent_code for line in self._lines if line.parent_code}
        return [
            (line.code, line.label)
            for line in self._lines
            if line.code in codes or (codes and not line.parent_code)
        ]

    def _show_list(self) -> None:
        shown = self._shown_list()
        self._lines = self.context.bridge.read(reference.tree, shown.code, False) if shown else ()
        self.heading.setText(shown.title if shown else "")
        fixed = shown is not None and not shown.extensible
        self.note.setText(
            "Les calculs s’appuient sur ces lignes\u00a0: seuls leurs mots peuvent changer." if fixed else ""
        )
        self.note.setVisible(fixed)
        self.lines.set_rows([_Line(line, 1 if line.parent_code else 0) for line in self._lines])
        self._fit_buttons()

    def _fit_buttons(self) -> None:
        shown, current = self._shown_list(), self._current()
        extensible = shown is not None and shown.extensible
        self.add.setEnabled(self.may_edit and extensible)
        self.edit.setEnabled(self.may_edit and current is not None)
        self.switch.setEnabled(self.may_edit and current is not None and extensible)
        self.switch.setText("Retirer" if current is None or current.active else "Remettre en service")
        for button in (self.up, self.down):
            button.setEnabled(self.may_edit and current is not None)

    def _rename(self) -> None:
        shown, current = self._shown_list(), self._current()
        if shown is None or current is None or not self.may_edit:
            return
        fields = (
            FieldSpec("label", "Libellé", required=True, span=2),
            FieldSpec("description", "Précision", "multiline", rows=2, span=2),
        )

        def keep(values: dict[str, str]) -> None:
            self.context.bridge.write(
                f"Changer un libellé de la liste {shown.title}",
                reference.rename,
                shown.code,
                current.code,
                values["label"],
                values["description"],
            )

        values = {"label": current.label, "description": current.description}
        if dialogs.ask_form(self, "Changer le libellé", (FormSection("", fields),), values=values, save=keep):
            self.said("Libellé changé")

    def _switch(self) -> None:
        shown, current = self._shown_list(), self._current()
        if shown is None or current is None:
            return
        active = not current.active
        words = "Remettre une ligne en service" if active else "Retirer une ligne d’une liste"
        write = self.context.bridge.write
        if self.attempt(lambda: write(words, reference.set_active, shown.code, current.code, active)):
            self.said("Ligne remise en service" if active else "Ligne retirée")

    def _move(self, step: int) -> None:
        shown, current = self._shown_list(), self._current()
        if shown is not None and current is not None:
            write = self.context.bridge.write
            self.attempt(
                lambda: write("Changer l’ordre d’une liste", reference.move, shown.code, current.code, step)
            )


def _indented(line: _Line) -> str:
    return _INDENT * line.depth + line.row.label


def _state(line: _Line) -> str:
    if not line.row.active:
        return "retirée"
    return "" if line.row.shipped else "ajoutée ici"
