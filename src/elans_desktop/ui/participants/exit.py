"""« Sortie »: date, reason, destination; what the exit means for each funder; what it still lacks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QGridLayout, QWidget

from elans_desktop.core import clock
from elans_desktop.core.formats import NBSP
from elans_desktop.services.calendar.enrolments import ENROLLED
from elans_desktop.services.participants.person_choices import PersonChoices
from elans_desktop.services.participants.person_file import FileView
from elans_desktop.services.pathways import exit_checklist, exit_meanings, pathways
from elans_desktop.services.pathways.exit_checklist import HERE, Gap
from elans_desktop.services.pathways.exit_meanings import ExitMeaning
from elans_desktop.services.pathways.pathways import PathwayInput, PathwayView
from elans_desktop.ui import theme
from elans_desktop.ui.context import Context
from elans_desktop.ui.kit import buttons
from elans_desktop.ui.kit.field import Field, Icon
from elans_desktop.ui.kit.flow import FlowLayout
from elans_desktop.ui.kit.form import FieldSpec, Form, Section
from elans_desktop.ui.kit.layout import clear_layout, holder, label, row, surface
from elans_desktop.ui.participants.entries import bring_into_view
from elans_desktop.ui.participants.section import FormSection, Values

NAME = "participant.exit"
_TYPED = (
    "exit_on",
    "exit_code",
    "certified",
    "exit_structure_id",
    "distance_exit",
    "distance_exit_note",
    "exit_note",
)


def sections(lists: PersonChoices, reasons: Sequence[tuple[str, str]]) -> Sequence[Section]:
    """The exit."""
    return (
        Section(
            "",
            (
                FieldSpec("exit_on", "Date de sortie", "date"),
                FieldSpec("exit_code", "Motif de sortie", "choice", choices=reasons),
                FieldSpec("meaning", "", span=2, make=MeaningField),
                FieldSpec(
                    "exit_structure_id", "Structure de destination", "choice", choices=lists.structures
                ),
                FieldSpec("certified", "Certification obtenue pendant le parcours", "check"),
                FieldSpec(
                    "distance_exit",
                    "Distance à l’emploi, à la sortie",
                    "choice",
                    choices=lists.lists["employment_distance"],
                ),
                FieldSpec("distance_exit_note", "Ce qui le fait dire"),
                FieldSpec("exit_note", "Précision sur la sortie", "multiline", rows=2, span=2),
            ),
        ),
    )


class MeaningField(Field):
    """One recorded exit, read in three vocabularies: shown under the reason, never typed."""

    def __init__(self) -> None:
        super().__init__("", name="Ce que cette sortie veut dire")
        box = surface(QWidget(), "sunken")
        self._grid = QGridLayout(box)
        self._grid.setContentsMargins(theme.px(12), theme.px(8), theme.px(12), theme.px(8))
        self._grid.setHorizontalSpacing(theme.px(12))
        self._grid.setVerticalSpacing(2)
        self._grid.setColumnStretch(1, 1)
        self._words = ""
        self._set_up(box)

    def value(self) -> None:
        """Nothing is typed here."""

    def set_value(self, value: Any) -> None:
        """Nothing is kept here."""

    def show_meaning(self, meaning: ExitMeaning | None, *, certified: bool, o2r: bool = True) -> None:
        """Show what an exit means; nothing without a reason, nor the words of O2R in another scheme."""
        clear_layout(self._grid)
        self.setVisible(meaning is not None)
        lines = meaning.lines(certified=certified) if meaning else ()
        lines = tuple(line for line in lines if o2r or line[0] != exit_meanings.O2R)
        for place, (vocabulary, words) in enumerate(lines):
            self._grid.addWidget(label(vocabulary, "secondary"), place, 0)
            self._grid.addWidget(label(words, "medium", wrap=True), place, 1)
        self._words = "\n".join(f"{vocabulary}{NBSP}: {words}" for vocabulary, words in lines)
        self.editor.setAccessibleName(self._words)

    def text(self) -> str:
        """The lines shown."""
        return self._words


class GapsLine(QWidget):
    """« Il manque : … », each gap a link to where it is filled in."""

    def __init__(self) -> None:
        super().__init__()
        self._flow = FlowLayout(self, spacing=10)
        self.links: list[buttons.Button] = []

    def show_gaps(self, gaps: Sequence[tuple[str, Any]], *, done: str) -> None:
        """(words, what a click does) of each gap; `done`: what is said when nothing is missing."""
        clear_layout(self._flow)
        self.links = [buttons.link(words, "", act) for words, act in gaps]
        icon, ink = ("list-checks", "accent-ink") if gaps else ("circle-check", "success-ink")
        head = row(Icon(icon, ink), label("Il manque" if gaps else done, "medium", tone=ink), spacing=6)
        title = holder(head)
        title.setMinimumHeight(theme.px(28))
        self._flow.addWidget(title)
        for link in self.links:
            self._flow.addWidget(link)


class ExitSection(FormSection):
    """The exit of the pathway on show; `prepare` is « Préparer la sortie »."""

    def __init__(self, context: Context, lists: PersonChoices, *, editable: bool) -> None:
        self._file: FileView | None = None
        self._preparing = False
        self._meanings = context.bridge.read(exit_meanings.meanings)
        self.gaps = GapsLine()
        self._hint = label("Ouvrez d’abord un parcours\u00a0: la sortie le termine.", "secondary")
        reasons = [(code, one.label) for code, one in self._meanings.items()]
        form = Form(sections(lists, reasons))
        super().__init__(
            context,
            "Sortie",
            form,
            NAME,
            self._write,
            above=(self._hint, self.gaps),
            editable=editable,
        )
        self.meaning: Any = form.field("meaning")
        form.changed.connect(self._follow)

    def show_file(self, file: FileView) -> None:
        """Show how a person left, or is about to."""
        if self._file is not None and self._file.person.id != file.person.id:
            self._preparing = False
        self._file = file
        pathway = file.pathway
        self.form.setVisible(pathway is not None)
        self._hint.setVisible(pathway is None)
        if pathway is None:
            self.forget()
            self.save_button.hide()
            self.gaps.hide()
            return
        self.show_values(pathway.id, file.person.name, {n: getattr(pathway.input, n) for n in _TYPED})
        self._follow()
        self._show_gaps(file, pathway)

    def prepare(self) -> None:
        """Say what is missing, and come here."""
        file = self._file
        if file is None or file.pathway is None:
            return
        self._preparing = True
        self._show_gaps(file, file.pathway)
        self.context.window.navigate("participants", HERE, file.person.id)
        self.form.field("exit_on").setFocus()
        bring_into_view(self)

    def mark(self, file: FileView) -> tuple[str, str]:
        """For the outline: a check once nothing is missing, else how many points are."""
        if file.pathway is None or file.pathway.status != pathways.LEFT:
            return "", ""
        missing = len(self._gaps(file, file.pathway))
        return (f"{missing} à faire", "accent") if missing else ("ok", "")

    def _show_gaps(self, file: FileView, pathway: PathwayView) -> None:
        left = pathway.input.exit_on is not None
        missing = self._gaps(file, pathway)
        self.gaps.setVisible(self._editable and (self._preparing or left))
        done = "Rien ne manque à cette sortie." if left else "Tout est prêt."
        self.gaps.show_gaps([(gap.words, self._goer(gap)) for gap in missing], done=done)

    def _gaps(self, file: FileView, pathway: PathwayView) -> Sequence[Gap]:
        return exit_checklist.gaps(
            file.person.input,
            pathway.input,
            situations=file.situations,
            evaluations=[one.moment for one in file.evaluated if _within(one.day, pathway.input)],
            enrolled=sum(one.status == ENROLLED for one in file.enrolled),
        )

    def _goer(self, gap: Gap) -> Any:
        def go() -> None:
            if gap.section == HERE:
                self.form.field(gap.field).setFocus()
                bring_into_view(self.form.field(gap.field))
            elif self._file is not None:
                self.context.window.navigate("participants", gap.section, self._file.person.id)

        return go

    def _follow(self) -> None:
        values = self.form.values()
        meaning = self._meanings.get(values["exit_code"] or "")
        pathway = self._file.pathway if self._file is not None else None
        self.meaning.show_meaning(
            meaning,
            certified=bool(values["certified"]),
            o2r=pathway is None or pathway.scheme_code == pathways.O2R,
        )

    def _write(self, values: Values) -> None:
        file = self._file
        assert file is not None
        assert file.pathway is not None
        known = file.pathway.input
        typed = to_input(values, known)
        leaves = typed.exit_on is not None and known.exit_on is None
        verb = "Noter la sortie de" if leaves else "Modifier la sortie de"
        self.context.bridge.write(f"{verb} {file.person.short_name}", pathways.save, typed)


def _within(day: Any, pathway: PathwayInput) -> bool:
    """An evaluation made during this pathway, or soon after."""
    return pathway.first_day is None or pathway.first_day <= day <= clock.today()


def to_input(values: Values, known: PathwayInput) -> PathwayInput:
    """The exit typed, over what is known of the pathway."""
    typed: dict[str, Any] = {name: values[name] for name in _TYPED}
    return replace(known, **typed)
