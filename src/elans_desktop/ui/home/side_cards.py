"""The right column of Accueil: the funnel, the ceiling of running costs, the backup."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from elans_desktop.core import clock
from elans_desktop.core.errors import ElansError
from elans_desktop.core.formats import NBSP, count, date_short, money, number, percent
from elans_desktop.services.budget.budget_ceiling import CeilingView, base_sentence
from elans_desktop.services.organisation import backups
from elans_desktop.services.organisation.backups import BackupsView
from elans_desktop.services.reports.indicators import Funnel as FunnelFigures
from elans_desktop.services.reports.indicators import Rate
from elans_desktop.storage import backup
from elans_desktop.ui.context import Context
from elans_desktop.ui.kit import buttons, dialogs
from elans_desktop.ui.kit.card import Card
from elans_desktop.ui.kit.field import Icon
from elans_desktop.ui.kit.figure import Figure
from elans_desktop.ui.kit.funnel import Funnel, Step
from elans_desktop.ui.kit.gauge import Gauge
from elans_desktop.ui.kit.layout import label, row, set_look

_LISTS = {
    "Contacts": "contacts",
    "Repérés": "spotted",
    "Remobilisation": "mobilised",
    "Accompagnement": "supported",
    "Entrées": "entered",
    "Sorties": "exits",
}
_SOLVED = "solution"
_HOUR, _DAY = 3_600_000, 86_400_000


class FunnelCard(Card):
    """« Parcours en 2027 »: figures open their list in Bilans."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self.dates = label("", "secondary")
        super().__init__("Parcours", actions=(self.dates,), title_height=44)
        self.funnel = Funnel()
        _tighten(self.funnel, 2)
        self.add(self.funnel)

    def show_figures(self, found: FunnelFigures, *, briques: bool) -> None:
        """The steps of a period; entries and exits alone when the scheme goes without `briques`."""
        start, end = found.period.start, found.period.end
        one_year = start.year == end.year
        self.title.setText(f"Parcours en {start.year}" if one_year else "Parcours")
        whole = (date_short(start), date_short(end))
        self.dates.setText("du {} au {}".format(*(day[:5] if one_year else day for day in whole)))
        solved = found.solutions
        exits = f"dont {number(solved.part)} vers une solution" if found.exits else ""
        if solved.basis_points is not None:
            exits += f" ({percent(solved.basis_points)}, n{NBSP}={NBSP}{number(solved.base)})"
        if not briques:
            self.funnel.set_steps(
                (
                    self._step("message-circle", "Contacts", found.contacts, ""),
                    self._step("log-in", "Entrées", found.entered, ""),
                    self._step("square-arrow-right-exit", "Sorties", found.exits, ""),
                )
            )
            return
        self.funnel.set_steps(
            (
                self._step(
                    "R", "Repérés", found.spotted, _rate(found.to_mobilised, "entrent en remobilisation")
                ),
                self._step(
                    "M",
                    "Remobilisation",
                    found.mobilised,
                    _rate(found.to_supported, "passent en accompagnement"),
                ),
                self._step("A", "Accompagnement", found.supported, ""),
                self._step("square-arrow-right-exit", "Sorties", found.exits, exits, _SOLVED),
            )
        )

    def _step(self, letter: str, name: str, value: int, rate: str, behind: str = "") -> Step:
        """`behind`: the list of those the sentence counts."""
        go = self._context.window.navigate
        more = (lambda: go("reports", behind)) if behind and rate else None
        return Step(letter, name, value, rate, lambda: go("reports", _LISTS[name]), more)


class CeilingCard(Card):
    """« Frais de fonctionnement »: the gauge, what it is computed on, and a way to the budget."""

    def __init__(self, context: Context) -> None:
        self._figure = Figure(
            "", "Frais de fonctionnement", lambda: context.window.navigate("budget"), size=15
        )
        super().__init__("Frais de fonctionnement", actions=(self._figure,), title_height=44)
        self.gauge = Gauge()
        self.nothing = label("Aucun budget n’est encore écrit pour cette année.", "secondary", wrap=True)
        self.make = buttons.link("Écrire le budget", "", lambda: context.window.navigate("budget"))
        self.add(self.gauge, self.nothing, row(self.make, None))

    def show_ceiling(self, view: CeilingView | None) -> None:
        """The gauge of the project, or the way to a first budget."""
        known = view is not None and view.project.base > 0
        self._figure.setVisible(known)
        self.gauge.setVisible(known)
        self.nothing.setVisible(not known)
        self.make.setVisible(not known)
        if view is None or not known:
            return
        project = view.project
        self._figure.set_figure(percent(project.share or 0))
        most = f"{percent(view.rate)} au plus{NBSP}: {money(project.ceiling)}"
        self.gauge.set_gauge(
            project.amount,
            project.ceiling,
            f"{base_sentence(view)}\n{money(project.amount)} prévus, {most}.",
        )


class BackupCard(Card):
    """« Sauvegarde »: how old, and the copy kept elsewhere."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._icon = Icon("circle-check", "success-ink", 16)
        self._age = label("", "strong")
        super().__init__("Sauvegarde", actions=(self._icon, self._age), title_height=44)
        self._usb = label("", "secondary", wrap=True)
        self.copy = buttons.small("Copier", "usb", self._copy)
        self.copy.setToolTip("Copier le classeur sur une clé USB ou dans un autre dossier")
        line = row(spacing=12)
        line.addWidget(self._usb, 1)
        line.addWidget(self.copy)
        self.add(line)

    def show_backups(self, view: BackupsView) -> None:
        """Ages, in words."""
        made = view.status.automatic_at
        state = "success" if made is not None else "warning"
        self._icon.set_icon("circle-check" if made is not None else "triangle-alert", f"{state}-ink")
        self._age.setText(age_words(made) if made is not None else "aucune encore")
        set_look(self._age, tone=f"{state}-ink")
        days = view.usb_age_days
        if days is None:
            self._usb.setText("Aucune copie gardée ailleurs")
        else:
            ago = "aujourd’hui" if days == 0 else f"il y a {count(days, 'jour')}"
            self._usb.setText(f"Clé USB gardée ailleurs{NBSP}: {ago}")
        set_look(self._usb, tone="warning-ink" if view.usb_is_late else "")

    def _copy(self) -> None:
        folder = dialogs.choose_folder(self, "Où copier le classeur ?")
        if folder is None:
            return
        workspace = self._context.bridge.workspace
        self.copy.setEnabled(False)
        self._context.jobs.run(
            lambda _progress: backup.copy_to(workspace, folder), done=self._copied, failed=self._not_copied
        )

    def _not_copied(self, problem: Exception) -> None:
        self.copy.setEnabled(True)
        if isinstance(problem, ElansError):
            dialogs.show_error(self, problem)
        else:
            self._context.jobs.bug.emit(problem)

    def _copied(self, made: backup.Backup) -> None:
        self.copy.setEnabled(True)
        self._context.window.notify(f"Copie vérifiée{NBSP}: {made.path.name}")
        self.show_backups(backups.view(self._context.bridge.workspace))


def age_words(instant: int) -> str:
    """« il y a 2 h », from UTC milliseconds."""
    past = max(0, clock.now_ms() - instant)
    if past < _HOUR:
        return f"il y a {max(1, past // 60_000)}{NBSP}min"
    if past < _DAY:
        return f"il y a {past // _HOUR}{NBSP}h"
    return f"il y a {count(past // _DAY, 'jour')}"


def _tighten(box: QWidget, spacing: int) -> None:
    layout = box.layout()
    if layout is not None:
        layout.setSpacing(spacing)


def _rate(rate: Rate, words: str) -> str:
    return "" if rate.basis_points is None else f"{percent(rate.basis_points)} {words}"
