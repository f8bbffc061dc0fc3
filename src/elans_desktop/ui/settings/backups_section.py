"""« Sauvegardes »: now, on a USB stick, the list, restoring, the space they take, verifying."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QLabel

from elans_desktop.core import clock, formats
from elans_desktop.core.errors import ElansError
from elans_desktop.services.organisation import backups, settings
from elans_desktop.services.organisation.backups import BackupsView
from elans_desktop.storage import backup, integrity, places
from elans_desktop.storage.backup import Backup
from elans_desktop.ui import machine
from elans_desktop.ui.context import Context
from elans_desktop.ui.jobs import Progress
from elans_desktop.ui.kit import buttons, dialogs
from elans_desktop.ui.kit.banner import Banner
from elans_desktop.ui.kit.card import Card
from elans_desktop.ui.kit.empty import EmptyState
from elans_desktop.ui.kit.form import FieldSpec
from elans_desktop.ui.kit.form import Section as FormSection
from elans_desktop.ui.kit.layout import label, row
from elans_desktop.ui.kit.progress import LongWork
from elans_desktop.ui.kit.table import Column, Table
from elans_desktop.ui.settings.form_card import FormCard
from elans_desktop.ui.settings.section import Section, ignoring

REASONS = {
    "demande": "à la demande",
    "fermeture": "à la fermeture",
    "import": "avant un import",
    "copie": "copie",
}


class BackupsSection(Section):
    """Everything about not losing the work."""

    key = "backups"
    title = "Sauvegardes"
    intro = (
        "Le classeur est sauvegardé à chaque fermeture, sur cet ordinateur. Une copie sur une clé USB le "
        "protège aussi du vol et de la panne. Une sauvegarde est chiffrée comme le classeur."
    )
    tables = frozenset({"setting"})

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._view: BackupsView | None = None
        danger = places.warning(context.bridge.workspace.folder)
        if danger:
            self.page.addWidget(Banner(danger, "warning"))
        self.work = LongWork("Sauvegarde en cours", stoppable=False)
        self.work.hide()
        self.usb_words: QLabel = label("", "body", wrap=True)
        self.usb = buttons.primary("Copier sur la clé USB…", "hard-drive", self._copy)
        usb_card = Card("Copie hors de cet ordinateur")
        usb_card.add(self.usb_words, row(self.usb, None))
        self.now = buttons.secondary("Sauvegarder maintenant", "save", self._back_up)
        self.restore = buttons.secondary("Restaurer celle-ci…", "archive-restore", self._restore_chosen)
        self.restore_file = buttons.quiet("Restaurer un fichier…", "folder-open", self._restore_file)
        self.table = Table(
            (
                Column("when", "Faite le", _when, width=260, paint="strong", sort=lambda r: r.created_at),
                Column("reason", "Pourquoi", _reason),
                Column("size", "Taille", lambda r: size_words(r.size), width=120, align="right"),
            ),
            row_id=lambda r: r.path,
            counted=("sauvegarde", "sauvegardes"),
            with_search=False,
            empty=EmptyState(
                "archive",
                "Aucune sauvegarde pour l’instant",
                "La première se fera à la fermeture du classeur.",
            ),
            name="Sauvegardes sur cet ordinateur",
        )
        self.table.current_changed.connect(ignoring(self._fit))
        self.table.setFixedHeight(210)
        self.used: QLabel = label("", "caption", wrap=True)
        listed = Card("Sur cet ordinateur")
        listed.add(self.table, self.used, row(self.now, self.restore, self.restore_file, None))
        self.verify = buttons.secondary("Vérifier maintenant", "shield-check", self._verify)
        self.verified: QLabel = label("", "body", wrap=True)
        verify_card = Card("Vérification du classeur")
        words = "Relit chaque page du classeur et contrôle qu’aucune n’est abîmée."
        verify_card.add(label(words, "body", wrap=True), row(self.verify, None), self.verified)
        self.space = FormCard(
            context,
            "settings.backups",
            "Place et rappel",
            (
                FormSection(
                    "",
                    (
                        FieldSpec(
                            "backup_budget_mb",
                            "Place au plus, en Mo",
                            "number",
                            required=True,
                            width=140,
                            help="Les trois dernières sont toujours gardées.",
                            options={"minimum": 100, "maximum": 200_000},
                        ),
                        FieldSpec(
                            "usb_backup_warning_days",
                            "Rappeler la clé USB après, en jours",
                            "number",
                            required=True,
                            width=140,
                            options={"minimum": 1, "maximum": 365},
                        ),
                    ),
                ),
            ),
            load=self._load_space,
            store=self._store_space,
            may_edit=self.may_edit,
            primary=False,
        )
        for widget in (self.work, usb_card, listed, verify_card, self.space):
            self.page.addWidget(widget)
        self.page.addStretch(1)

    def refresh(self) -> None:
        """Read the folder of backups."""
        view = self._view = backups.view(self.context.bridge.workspace)
        self.table.set_rows(view.listed)
        used, budget = size_words(view.used), size_words(view.budget)
        self.used.setVisible(bool(view.listed))
        self.used.setText(f"{formats.count(len(view.listed), 'sauvegarde')}, {used} sur {budget}.")
        self.usb_words.setText(usb_words(view))
        self.space.refresh()
        self._fit()

    def save(self) -> None:
        """Keep the space and the reminder."""
        self.space.save()

    def keep_drafts(self) -> None:
        """Keep what is typed."""
        self.space.drafts.keep()

    def leave(self) -> bool:
        """Keep first."""
        return self.space.save()

    def _fit(self) -> None:
        self.restore.setEnabled(self.table.current_row() is not None)

    def _load_space(self) -> dict[str, Any]:
        chosen = self.context.bridge.read(settings.values)
        return {name: chosen.integer(name) for name in ("backup_budget_mb", "usb_backup_warning_days")}

    def _store_space(self, values: dict[str, Any]) -> None:
        self.context.bridge.write("Régler la place des sauvegardes", settings.save_all, values)
        backups.prune(self.context.bridge.workspace)
        self.refresh()
        self.said("Réglage enregistré")

    def _back_up(self) -> None:
        workspace = self.context.bridge.workspace

        def make(_progress: Progress) -> Backup:
            return backup.make(workspace)

        self._run("Sauvegarde en cours", make, lambda _made: self._done("Sauvegarde faite et vérifiée"))

    def _copy(self) -> None:
        kept = machine.load().usb_folder
        folder = dialogs.choose_folder(
            self, "Copier sur la clé USB", folder=Path(kept) if kept and Path(kept).is_dir() else None
        )
        if folder is None:
            return
        machine.save(usb_folder=str(folder))
        workspace = self.context.bridge.workspace

        def make(_progress: Progress) -> Backup:
            return backup.copy_to(workspace, folder)

        self._run("Copie en cours", make, lambda made: self._done(f"Copie vérifiée\u00a0: {made.path.name}"))

    def _verify(self) -> None:
        workspace = self.context.bridge.workspace

        def check(_progress: Progress) -> integrity.Report:
            return integrity.verify(workspace.data_path, workspace.data_key, full=True)

        self.verified.setText("")
        self._run("Vérification en cours", check, self._show_report)

    def _show_report(self, report: integrity.Report) -> None:
        rows = formats.count(sum(report.counts.values()), "ligne contrôlée", "lignes contrôlées")
        if report.ok:
            self.verified.setText(f"Tout est en ordre\u00a0: {rows}, {formats.date_long(clock.today())}.")
        else:
            self.verified.setText(" ".join((*report.problems, "Restaurez la dernière sauvegarde.")))

    def _restore_chosen(self) -> None:
        shown = self.table.current_row()
        if shown is not None:
            self._restore(shown.path)

    def _restore_file(self) -> None:
        path = dialogs.open_file(self, "Restaurer une sauvegarde", "Sauvegardes ELANS (*.elans)")
        if path is not None:
            self._restore(path)

    def _restore(self, path: Path) -> None:
        from elans_desktop.ui.settings.restoring import restore

        restore(self, self.context, path)

    def _run(self, title: str, work: Callable[[Progress], Any], done: Callable[[Any], object]) -> None:
        self.work.start(title)
        self.work.show()
        self._set_busy(True)

        def ended() -> None:
            self.work.hide()
            self._set_busy(False)

        def succeeded(result: Any) -> None:
            ended()
            done(result)

        def failed(problem: Exception) -> None:
            ended()
            if isinstance(problem, ElansError):
                dialogs.show_error(self, problem)
            else:
                self.context.jobs.bug.emit(problem)

        self.context.jobs.run(work, done=succeeded, failed=failed, progressed=self.work.progress)

    def _set_busy(self, busy: bool) -> None:
        for button in (self.usb, self.now, self.verify, self.restore_file, self.restore):
            button.setEnabled(not busy)
        if not busy:
            self._fit()

    def _done(self, words: str) -> None:
        self.refresh()
        self.said(words, undoable=False)


def size_words(size: int) -> str:
    """« 12,4 Mo », « 2,0 Go », « 340 ko »."""
    for limit, unit in ((1_000_000_000, "Go"), (1_000_000, "Mo")):
        if size >= limit:
            whole, rest = divmod(round(size * 10 / limit), 10)
            return f"{formats.number(whole)},{rest}{formats.NBSP}{unit}"
    return f"{formats.number(max(1, round(size / 1000)))}{formats.NBSP}ko"


def usb_words(view: BackupsView) -> str:
    """When the last copy outside was made, and whether it is time for another."""
    if view.usb_age_days is None or view.status.copied_at is None:
        return "Aucune copie n’a encore été faite hors de cet ordinateur."
    moment = clock.from_ms(view.status.copied_at)
    folder = f" dans {view.status.copied_to}" if view.status.copied_to else ""
    late = " Il est temps d’en faire une autre." if view.usb_is_late else ""
    return f"Dernière copie le {formats.date_long(moment.date())}{folder}.{late}"


def _reason(shown: Backup) -> str:
    return REASONS.get(shown.reason, shown.reason)


def _when(shown: Backup) -> str:
    moment = clock.from_ms(shown.created_at)
    return f"{formats.date_medium(moment.date())} à {formats.time_of_day(moment.hour * 60 + moment.minute)}"
