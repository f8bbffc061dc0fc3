"""« Conservation des dossiers »: the files that are due, why, and what one does with several at once."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QStackedWidget

from elans_desktop.core import clock
from elans_desktop.core.errors import Cancelled, ElansError
from elans_desktop.core.formats import NBSP, count, date_short
from elans_desktop.services.permissions import Right
from elans_desktop.services.privacy import purge
from elans_desktop.services.privacy.purge import DueFile, Refusal
from elans_desktop.services.privacy.retention_clocks import Step
from elans_desktop.services.privacy.retention_words import STEPS
from elans_desktop.ui import theme
from elans_desktop.ui.context import Context
from elans_desktop.ui.jobs import Job, Progress
from elans_desktop.ui.kit import buttons, dialogs
from elans_desktop.ui.kit.empty import EmptyState
from elans_desktop.ui.kit.layout import column, holder, label, row, scrolled
from elans_desktop.ui.kit.progress import LongWork
from elans_desktop.ui.kit.table import Column, Filter, Table
from elans_desktop.ui.settings import purge_dialogs
from elans_desktop.ui.settings.purge_register import PurgeRegister
from elans_desktop.ui.settings.section import Section

_TONES = {Step.ANONYMISE: "danger", Step.RESTRICT: "warning", Step.CLOSE: "primary", Step.NONE: "neutral"}
_LIST, _WORKING, _REGISTER = range(3)
_HINT = (
    "Choisissez un dossier\u00a0: ce qui est dit de lui s’affiche ici. Maj, Ctrl ou Ctrl+A pour plusieurs."
)


class PurgeSection(Section):
    """The assistant, and the register of what was done."""

    key = "purge"
    title = "Conservation des dossiers"
    intro = (
        "Un dossier se garde un temps après le dernier contact, ses preuves plus longtemps. Ensuite il "
        "quitte les listes, puis il perd son nom\u00a0: les comptes restent les mêmes."
    )
    tables = frozenset({"participant", "pathway", "setting", "purge_act", "agreement"})
    right = Right.PURGE
    reader_words = "Cette page est celle de la coordination\u00a0: elle seule archive et anonymise."
    scrolls = False

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._job: Job | None = None
        self._reading = False
        self.register = PurgeRegister(context)
        self.register.closed.connect(self._show_list)
        self.register_button = buttons.secondary("Registre des actes", "notebook", self._show_register)
        self.head_actions.addWidget(self.register_button)
        self.table = _make_table()
        self.table.selection_changed.connect(self._selected)
        self.table.shown_changed.connect(self._selected)
        self.table.activated.connect(self._open)
        self.why = label(_HINT, "body", wrap=True, selectable=True)
        self.why.setMinimumHeight(self.why.fontMetrics().lineSpacing() * 3)
        self.why.setAccessibleName("Pourquoi ce dossier est là")
        self.open = buttons.small(
            "Ouvrir le dossier", "folder-open", lambda: self._open(self.table.current_id())
        )
        self.back = buttons.small("Faire revenir", "archive-restore", self.bring_back)
        self.keep = buttons.small("Garder jusqu’au…", "calendar-clock", self.keep_files)
        self.restrict = buttons.small("Archiver…", "archive", self.restrict_files)
        self.anonymise = buttons.small("Anonymiser…", "user-x", self.anonymise_files)
        self.work = LongWork("Lecture des délais")
        self.work.stopped.connect(self._stop)
        self.work.setMaximumWidth(560)
        actions = row(self.open, None, self.back, self.keep, self.restrict, self.anonymise, spacing=8)
        listed = column(
            self.table, self.why, actions, label(purge_dialogs.backup_words(), "muted", wrap=True)
        )
        listed.setStretch(0, 1)
        self.pages = QStackedWidget()
        self._fit()
        theme.signals.changed.connect(self._fit)
        for page in (
            scrolled(holder(listed)),
            holder(column(None, row(None, self.work, None), None, None)),
            self.register,
        ):
            self.pages.addWidget(page)
        self.page.addWidget(self.pages, 1)
        if not self.may_edit:
            self.pages.hide()
            self.register_button.hide()

    def _fit(self) -> None:
        """Large text: five rows at least, the page scrolls rather than the table shrinks."""
        self.table.setMinimumHeight(theme.px(300))

    def refresh(self) -> None:
        """Read the clocks again, on the worker: a large classeur takes a second or two."""
        if not self.may_edit:
            return
        self.register.refresh()
        if self._job is not None or self._reading:
            return
        self._reading = True
        bridge = self.context.bridge
        self.context.jobs.run(
            lambda _progress: bridge.read(purge.watched), done=self._read, failed=self._not_read
        )

    def _read(self, found: tuple[DueFile, ...]) -> None:
        self._reading = False
        self.table.set_rows(found)
        self.table.select_first()
        self._selected()

    def _not_read(self, problem: Exception) -> None:
        self._reading = False
        self._tell(problem)

    def chosen(self) -> list[uuid.UUID]:
        """The files chosen, in the order shown."""
        return self.table.selected_ids()

    def _rows(self) -> list[DueFile]:
        wanted = set(self.chosen())
        return [one for one in self.table.model.rows() if one.id in wanted]

    def _selected(self) -> None:
        chosen = self._rows()
        restricted = [one for one in chosen if one.clock.restricted_on is not None]
        self.open.setEnabled(len(chosen) == 1)
        self.back.setVisible(bool(restricted))
        self.keep.setEnabled(bool(chosen))
        self.restrict.setEnabled(any(_may_restrict(one) for one in chosen))
        self.anonymise.setEnabled(any(one.step is Step.ANONYMISE for one in chosen))
        if len(chosen) == 1:
            self.why.setText(f"{chosen[0].name}. {chosen[0].why}")
        elif chosen:
            steps = [sum(one.step is step for one in chosen) for step in STEPS]
            told = (
                f"{STEPS[step].lower()}{NBSP}: {many}"
                for step, many in zip(STEPS, steps, strict=True)
                if many
            )
            self.why.setText(
                f"{count(len(chosen), 'dossier choisi', 'dossiers choisis')} ({', '.join(told)})."
            )
        else:
            self.why.setText(_HINT)

    def _open(self, participant_id: Any) -> None:
        if participant_id is not None:
            self.context.window.navigate("participants", "participant", participant_id)

    def restrict_files(self) -> None:
        """Put those that may be in the restricted archive: one operation."""
        able = [one.id for one in self._rows() if _may_restrict(one)]
        many = count(len(able), "dossier")
        if not able or not dialogs.confirm(
            self, f"Archiver {many}\u00a0?", purge_dialogs.RESTRICT_WORDS, "Archiver"
        ):
            return
        if self.attempt(lambda: self.context.bridge.write(f"Archiver {many}", purge.restrict, able)):
            self.said(f"{many} en archive restreinte")

    def bring_back(self) -> None:
        """Put files of the restricted archive back in the lists."""
        able = [one.id for one in self._rows() if one.clock.restricted_on is not None]
        many = count(len(able), "dossier")
        if self.attempt(lambda: self.context.bridge.write(f"Faire revenir {many}", purge.bring_back, able)):
            self.said(f"{many} de retour dans les listes")

    def keep_files(self) -> None:
        """Keep files until a day, for a reason."""
        purge_dialogs.ask_keep(self, self.context, self.chosen())

    def anonymise_files(self) -> None:
        """Ask, the word typed, then anonymise on the worker; those that cannot be are told first."""
        chosen = self.chosen()
        refused = self.context.bridge.read(purge.refusals, chosen)
        able = _without(self._rows(), refused)
        if not able:
            purge_dialogs.tell_refused(self, refused)
            return
        workspace = self.context.bridge.workspace
        if not purge_dialogs.ask_anonymise(self, len(able), refused):
            return

        def work(progress: Progress) -> int:
            return purge.anonymise(workspace, able, purge.WORD_TO_TYPE, progress=progress)

        self.work.start(f"Anonymisation de {count(len(able), 'dossier')}")
        self.pages.setCurrentIndex(_WORKING)
        self._job = self.context.jobs.run(
            work, done=self._anonymised, failed=self._stopped, progressed=self.work.progress
        )

    def _anonymised(self, many: int) -> None:
        self._job = None
        self._show_list()
        self.said(f"{count(many, 'dossier anonymisé', 'dossiers anonymisés')}", undoable=False)
        self.refresh()

    def _stopped(self, problem: Exception) -> None:
        self._job = None
        self._show_list()
        self._tell(problem)

    def _tell(self, problem: Exception) -> None:
        if isinstance(problem, Cancelled):
            self.said("Anonymisation arrêtée\u00a0: aucun dossier n’a été touché", undoable=False)
        elif isinstance(problem, ElansError):
            dialogs.show_error(self, problem)
        else:
            self.context.jobs.bug.emit(problem)

    def _stop(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def _show_register(self) -> None:
        self.register.refresh()
        self.register_button.hide()
        self.pages.setCurrentIndex(_REGISTER)

    def _show_list(self) -> None:
        self.register_button.setVisible(self.may_edit)
        self.pages.setCurrentIndex(_LIST)

    def leave(self) -> bool:
        """A work under way goes on; nothing is typed here."""
        return True


def _may_restrict(one: DueFile) -> bool:
    return one.clock.restricted_on is None and not one.clock.open_pathway


def _without(chosen: list[DueFile], refused: tuple[Refusal, ...]) -> list[uuid.UUID]:
    numbers = {one.number for one in refused}
    return [one.id for one in chosen if one.number not in numbers]


def _make_table() -> Table:
    table = Table(
        (
            Column("number", "Dossier", lambda one: one.number, width=130),
            Column("name", "Nom", lambda one: one.name, paint="strong"),
            Column(
                "last",
                "Dernier contact",
                lambda one: date_short(one.clock.last.day),
                width=140,
                sort=lambda one: one.clock.last.day,
            ),
            Column(
                "proofs",
                "Preuves jusqu’au",
                lambda one: date_short(one.clock.proof.until) if one.clock.proof else "",
                width=150,
                sort=lambda one: one.clock.proof.until if one.clock.proof else None,
            ),
            Column(
                "step", "À faire", _step_words, width=170, paint="badge", tone=lambda one: _TONES[one.step]
            ),
        ),
        row_id=lambda one: one.id,
        filters=(
            Filter("anonymise", "À anonymiser", _is(Step.ANONYMISE), counted=True, group="step"),
            Filter("restrict", "À archiver", _is(Step.RESTRICT), counted=True, group="step"),
            Filter("close", "Sortie à noter", _is(Step.CLOSE), counted=True, group="step"),
            Filter(
                "archive",
                "Archive restreinte",
                lambda one: one.clock.restricted_on is not None,
                counted=True,
                group="step",
            ),
            Filter("held", "Gardés", lambda one: one.clock.held(clock.today()), counted=True, group="step"),
        ),
        placeholder="Nom ou numéro…",
        counted=("dossier", "dossiers"),
        empty=EmptyState(
            "shield-check",
            "Aucun dossier n’a dépassé son délai",
            "Ceux qui le dépasseront paraîtront ici, et sur Accueil.",
        ),
        name="Dossiers à traiter",
    )
    table.set_multiple(True)
    return table


def _is(step: Step) -> Callable[[DueFile], bool]:
    def test(one: DueFile) -> bool:
        return one.step is step

    return test


def _step_words(one: DueFile) -> str:
    if one.step is not Step.NONE:
        return STEPS[one.step]
    if one.clock.held(clock.today()):
        return "Gardé"
    return "Archive restreinte" if one.clock.restricted_on is not None else ""
