"""« Historique et postes »: how long each change is kept, and the laptops that write in the classeur."""

from __future__ import annotations

from typing import Any

from elans_desktop.core import clock, formats
from elans_desktop.core.errors import Cancelled, ElansError
from elans_desktop.services.history import upkeep
from elans_desktop.services.history.upkeep import LaptopRow, UpkeepView
from elans_desktop.services.incoming_files import size_words
from elans_desktop.services.organisation import settings
from elans_desktop.storage import condensing
from elans_desktop.storage.condensing import Gain, Status
from elans_desktop.ui.context import Context
from elans_desktop.ui.jobs import Job, Progress
from elans_desktop.ui.kit import buttons, dialogs
from elans_desktop.ui.kit.card import Card
from elans_desktop.ui.kit.form import FieldSpec
from elans_desktop.ui.kit.form import Section as FormSection
from elans_desktop.ui.kit.layout import label, row
from elans_desktop.ui.kit.progress import LongWork
from elans_desktop.ui.kit.table import Column, Table
from elans_desktop.ui.settings.form_card import FormCard
from elans_desktop.ui.settings.section import Section, ignoring

DELAYS = (
    (12, "1 an"),
    (24, "2 ans"),
    (36, "3 ans"),
    (60, "5 ans"),
    (0, "Toujours"),
)


class JournalSection(Section):
    """The delay, what the last condensing gained, and which laptops are still used."""

    key = "journal"
    title = "Historique et postes"
    intro = (
        "Chaque changement est gardé avec son auteur et sa date. Avec les années, l’historique pèse plus que "
        "les données\u00a0: le plus ancien est condensé, il garde le dernier état de chaque chose."
    )
    tables = frozenset({"setting", "laptop"})

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._job: Job | None = None
        self._view: UpkeepView | None = None
        self.delay = FormCard(
            context,
            "settings.journal",
            "Garder chaque changement",
            (
                FormSection(
                    "",
                    (
                        FieldSpec(
                            condensing.SETTING,
                            "Pendant",
                            "choice",
                            choices=DELAYS,
                            width=240,
                            help="Ctrl+Z ne remonte pas plus loin.",
                            options={"empty": None},
                        ),
                    ),
                ),
            ),
            load=self._load,
            store=self._store,
            may_edit=self.may_edit,
        )
        self.state = label("", "body", wrap=True)
        self.now = buttons.secondary("Condenser maintenant", "archive", self._condense)
        self.now.setVisible(self.may_edit)
        self.work = LongWork("Condensation de l’historique")
        self.work.stopped.connect(self._stop)
        self.work.hide()
        done = Card("Historique ancien")
        words = (
            "Cela se fait seul, une fois par mois, à la fermeture, après la sauvegarde. Les feuilles "
            "d’émargement, leurs corrections et les documents émis gardent tout leur historique."
        )
        done.add(label(words, "body", wrap=True), self.state, self.work, row(self.now, None))
        self.table = Table(
            (
                Column("letter", "Lettre", lambda r: r.letter, width=90, paint="strong"),
                Column("name", "Ordinateur", lambda r: r.name),
                Column("last", "Dernière écriture connue", _last, width=230, sort=lambda r: r.last_at or 0),
                Column("state", "", _state, width=250, paint="muted"),
            ),
            row_id=lambda r: r.id,
            counted=("poste", "postes"),
            with_search=False,
            name="Postes qui écrivent dans ce classeur",
        )
        self.table.current_changed.connect(ignoring(self._fit))
        self.retire = buttons.secondary("Ne sert plus…", "", self._retire)
        self.retire.setVisible(self.may_edit)
        posts = Card("Postes")
        posts.add(
            label(
                "Un changement n’est condensé que lorsque tous les postes le connaissent. Un ordinateur "
                "remplacé ou une copie abandonnée ne le diront jamais\u00a0: dites qu’ils ne servent plus.",
                "body",
                wrap=True,
            ),
            self.table,
            row(self.retire, None),
        )
        for card in (self.delay, done, posts):
            self.page.addWidget(card)
        self.page.addStretch(1)

    def refresh(self) -> None:
        """Read the delay, the last condensing and the laptops."""
        view = self._view = upkeep.view(self.context.bridge.workspace)
        self.delay.refresh()
        self.state.setText(state_words(view.status))
        self.now.setEnabled(view.status.months > 0 and self._job is None)
        self.table.set_rows(view.laptops)
        self.table.fit_height()
        self._fit()

    def save(self) -> None:
        """Keep the delay."""
        self.delay.save()

    def keep_drafts(self) -> None:
        """Keep what is typed."""
        self.delay.drafts.keep()

    def leave(self) -> bool:
        """Keep first."""
        return self.delay.save()

    def _load(self) -> dict[str, Any]:
        kept = self.context.bridge.read(settings.integer, condensing.SETTING)
        known = [months for months, _words in DELAYS]
        near = min((m for m in known if m), key=lambda months: abs(months - kept))
        return {condensing.SETTING: near if kept else 0}

    def _store(self, values: dict[str, Any]) -> None:
        self.context.bridge.write("Choisir combien de temps garder l’historique", settings.save_all, values)
        self.said("Délai enregistré")

    def _condense(self) -> None:
        workspace = self.context.bridge.workspace
        self.work.start()
        self.work.show()
        self.now.setEnabled(False)

        def work(progress: Progress) -> Gain:
            return condensing.condense(workspace, progress=progress)

        def ended(words: str) -> None:
            self._job = None
            self.work.hide()
            self.refresh()
            if words:
                self.said(words, undoable=False)

        def failed(problem: Exception) -> None:
            ended("")
            if isinstance(problem, ElansError) and not isinstance(problem, Cancelled):
                dialogs.show_error(self, problem)
            elif not isinstance(problem, ElansError):
                self.context.jobs.bug.emit(problem)

        self._job = self.context.jobs.run(
            work,
            done=lambda gain: ended(gain_words(gain)),
            failed=failed,
            progressed=self.work.progress,
        )

    def _stop(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def _fit(self) -> None:
        shown: LaptopRow | None = self.table.current_row()
        self.retire.setEnabled(shown is not None and not shown.here)
        again = shown is not None and shown.retired
        self.retire.setText("Sert encore" if again else "Ne sert plus…")

    def _retire(self) -> None:
        shown: LaptopRow | None = self.table.current_row()
        if shown is None or shown.here:
            return
        if not shown.retired and not dialogs.confirm(
            self,
            f"Le poste {shown.letter} ne sert plus\u00a0?",
            "S’il contenait un travail qui n’est pas revenu ici, ce travail ne pourra plus être réuni à "
            "celui-ci une fois l’historique condensé.",
            "Il ne sert plus",
        ):
            return
        words = f"Le poste {shown.letter} {'sert encore' if shown.retired else 'ne sert plus'}"
        write = self.context.bridge.write
        if self.attempt(lambda: write(words, upkeep.retire, shown.id, retired=not shown.retired)):
            self.said(words, undoable=False)


def gain_words(gain: Gain) -> str:
    """« 1 204 changements condensés, 310 ko rendus »."""
    if not gain.changes:
        return "Rien à condenser"
    words = formats.count(gain.changes, "changement condensé", "changements condensés")
    return f"{words}, {size_words(gain.freed)} rendus" if gain.freed else words


def state_words(status: Status) -> str:
    """What was done last, and what prevents more."""
    if not status.months:
        return "Tout l’historique est gardé."
    parts: list[str] = []
    if status.done_at is not None and status.told_short_before is not None:
        day, until = (clock.from_ms(at).date() for at in (status.done_at, status.told_short_before))
        parts.append(
            f"Condensé jusqu’au {formats.date_short(until)}. "
            f"Dernière fois le {formats.date_short(day)}\u00a0: {gain_words(status.last).lower()}."
        )
    else:
        parts.append("Rien n’a encore été condensé.")
    if status.waiting_for:
        many = len(status.waiting_for)
        parts.append(
            "La suite attend un poste, qui n’a pas dit qu’il la connaît."
            if many == 1
            else f"La suite attend {formats.number(many)} postes, qui n’ont pas dit qu’ils la connaissent."
        )
    return " ".join(parts)


def _last(shown: LaptopRow) -> str:
    return formats.date_long(clock.from_ms(shown.last_at).date()) if shown.last_at else "jamais"


def _state(shown: LaptopRow) -> str:
    if shown.here:
        return "cet ordinateur"
    if shown.retired:
        return "ne sert plus"
    return "l’historique l’attend" if shown.awaited else ""
