"""« Communes et zones »: the zones known, a list to import, seen whole before anything is written."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QStackedWidget, QWidget

from elans_desktop.core.errors import ElansError
from elans_desktop.core.formats import NBSP, count, number
from elans_desktop.documents import spreadsheets
from elans_desktop.services.organisation import zone_import, zones
from elans_desktop.services.organisation.zone_import import OK, REFUSED, REMARK, ZoneLine, ZonePlan
from elans_desktop.services.tabular import Column as SheetColumn
from elans_desktop.services.tabular import Table as SheetTable
from elans_desktop.ui.commune_field import commune_choices
from elans_desktop.ui.context import Context
from elans_desktop.ui.kit import buttons, dialogs
from elans_desktop.ui.kit.card import Card
from elans_desktop.ui.kit.empty import EmptyState
from elans_desktop.ui.kit.fields import CheckBox, SearchField
from elans_desktop.ui.kit.layout import clear_layout, column, holder, label, row
from elans_desktop.ui.kit.progress import LongWork
from elans_desktop.ui.kit.table import Column, Filter, Table
from elans_desktop.ui.saving import write_file
from elans_desktop.ui.settings.section import Section

FILTERS = "Tableaux (*.csv *.txt *.tsv *.xlsx *.ods)"
_STATES = {OK: "", REMARK: "à vérifier", REFUSED: "refusée"}
_WORST_FIRST = {REFUSED: 0, REMARK: 1, OK: 2}
_TONES = {OK: "neutral", REMARK: "warning", REFUSED: "danger"}


class ZonesSection(Section):
    """What is known, then the check of a file."""

    key = "zones"
    title = "Communes et zones"
    intro = (
        "La zone d’une commune (FRR, QPV) s’affiche sur la personne et sur le contact de repérage. "
        "Le programme ne la devine pas\u00a0: importez la liste que tient l’État ou votre financeur."
    )
    tables = frozenset({"commune_zone", "reference_item"})
    scrolls = False

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.plan: ZonePlan | None = None
        self._labels: dict[str, str] = {}
        self.importer = buttons.secondary("Importer une liste…", "upload", self.choose_file)
        self.template = buttons.quiet("Enregistrer un modèle", "file-spreadsheet", self._save_template)
        for button in (self.template, self.importer):
            button.setVisible(self.may_edit)
            self.head_actions.addWidget(button)
        self.known = Card("Zones connues")
        self._counts = column(spacing=4)
        self.search = SearchField(
            "Chercher une commune", commune_choices, placeholder="Nom, code postal ou INSEE"
        )
        self.search.changed.connect(self._show_commune)
        self.found = label("", "strong")
        self.known.add(self._counts, self.search, self.found)
        self.known.setMaximumWidth(620)
        self.work = LongWork("Lecture de la liste", stoppable=False)
        self.work.setMaximumWidth(520)
        self.pages = QStackedWidget()
        for page in (
            holder(column(self.known, None, spacing=0)),
            self._make_check(),
            holder(column(None, self.work, None, None, spacing=0)),
        ):
            self.pages.addWidget(page)
        self.page.addWidget(self.pages, 1)

    def _make_check(self) -> QWidget:
        self.summary = label("", "body", wrap=True)
        self.lines = Table(
            (
                Column(
                    "line", "Ligne", lambda r: str(r.line), width=72, align="right", sort=lambda r: r.line
                ),
                Column("insee", "INSEE", lambda r: r.insee, width=88),
                Column("commune", "Commune", lambda r: r.commune, width=240),
                Column("zones", "Zone", self._zone_words, width=110),
                Column("words", "", lambda r: r.words),
                Column("state", "", lambda r: _STATES[r.state], width=110, paint="badge", tone=_tone),
            ),
            row_id=lambda r: r.line,
            filters=(
                Filter("refused", "Refusées", lambda r: r.state == REFUSED, counted=True, group="state"),
                Filter("remark", "À vérifier", lambda r: r.state == REMARK, counted=True, group="state"),
            ),
            search=lambda r: f"{r.insee} {r.commune.lower()}",
            counted=("ligne", "lignes"),
            empty=EmptyState("map-pin", "Aucune ligne"),
            name="Lignes de la liste",
        )
        self.replace = CheckBox("")
        self.apply_button = buttons.primary("", "check", self.apply)
        back = buttons.quiet("Abandonner", "", self.give_up)
        whole = column(self.summary, spacing=12)
        whole.addWidget(self.lines, 1)
        whole.addWidget(self.replace)
        whole.addLayout(row(self.apply_button, back, None))
        return holder(whole)

    def refresh(self) -> None:
        """Read the zones known again."""
        clear_layout(self._counts)
        for one in self.context.bridge.read(zones.counts):
            if one.communes or one.code != "autre":
                words = count(one.communes, "commune")
                self._counts.addLayout(row(label(one.label, "strong"), label(words, "muted"), None))
        self._show_commune()

    def _show_commune(self) -> None:
        chosen = self.search.value()
        if chosen is None:
            self.found.setText("")
            return
        name, _postcode, insee = chosen
        words = self.context.bridge.read(zones.words_of, insee)
        self.found.setText(f"{name}{NBSP}: {words or 'aucune zone connue'}")

    def choose_file(self) -> None:
        """Choose a list, and read it."""
        path = dialogs.open_file(self, "Importer une liste de zones", FILTERS)
        if path is not None:
            self.open_path(path)

    def open_path(self, path: Path) -> None:
        """Read a list on the worker; nothing is written before « Importer »."""
        self.work.start("Lecture de la liste")
        self.pages.setCurrentIndex(2)
        bridge = self.context.bridge
        self.context.jobs.run(
            lambda _progress: bridge.read(zone_import.plan, path), done=self._read, failed=self._failed
        )

    def _failed(self, problem: Exception) -> None:
        self.pages.setCurrentIndex(0)
        if isinstance(problem, ElansError):
            dialogs.show_error(self, problem)
        else:
            self.context.jobs.bug.emit(problem)

    def _read(self, found: ZonePlan) -> None:
        self.plan = found
        self._labels = {one.code: one.label for one in self.context.bridge.read(zones.counts)}
        self.lines.set_rows(sorted(found.lines, key=lambda line: _WORST_FIRST[line.state]))
        self.summary.setText(_summary(found))
        gone = count(len(found.removed), "commune")
        self.replace.setText(f"Retirer {gone} qui ne sont plus dans cette liste")
        self.replace.setVisible(bool(found.removed))
        self.replace.setChecked(bool(found.removed))
        self.apply_button.setText(
            f"Importer {count(len(found.added), 'zone de commune', 'zones de communes')}"
        )
        self.apply_button.setEnabled(not found.changes_nothing)
        self.pages.setCurrentIndex(1)
        self.lines.view.setFocus()

    def _zone_words(self, line: ZoneLine) -> str:
        return ", ".join(self._labels.get(code, code) for code in line.zones)

    def apply(self) -> None:
        """Write what was read: one operation, that Ctrl+Z undoes."""
        found = self.plan
        if found is None:
            return
        replace = self.replace.isChecked()
        workspace = self.context.bridge.workspace
        self.work.start("Enregistrement des zones")
        self.pages.setCurrentIndex(2)

        def work(_progress: object) -> int:
            with workspace.write("Importer des zones de communes", kind="import") as session:
                return zone_import.apply(session, found, replace=replace)

        self.context.jobs.run(work, done=self._applied, failed=self._failed)

    def _applied(self, many: int) -> None:
        self.give_up()
        self.said(f"{count(many, 'zone de commune enregistrée', 'zones de communes enregistrées')}")

    def give_up(self) -> None:
        """Forget the list that was read."""
        self.plan = None
        self.lines.set_rows(())
        self.pages.setCurrentIndex(0)
        self.refresh()

    def _save_template(self) -> None:
        path = dialogs.save_file(self, "Enregistrer un modèle", "zones.csv", "Tableau CSV (*.csv)")
        if path is None:
            return
        table = SheetTable(
            "Zones", tuple(SheetColumn(title) for title in zone_import.TEMPLATE), (("61169", "Flers", "FRR"),)
        )
        if write_file(self, path, spreadsheets.to_csv(table)):
            self.said(f"Modèle enregistré{NBSP}: {path.name}", undoable=False)


def _tone(line: ZoneLine) -> str:
    return _TONES[line.state]


def _summary(found: ZonePlan) -> str:
    parts = [count(len(found.lines), "ligne lue", "lignes lues")]
    if found.refused:
        parts.append(count(found.refused, "refusée", "refusées"))
    parts.append(count(len(found.added), "nouvelle", "nouvelles"))
    if found.kept:
        parts.append(f"{number(found.kept)} déjà connues")
    end = "." if not found.changes_nothing else f"{NBSP}: le classeur dit déjà la même chose."
    return f"{', '.join(parts)}{end}"
