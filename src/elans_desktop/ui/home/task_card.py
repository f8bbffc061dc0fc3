"""The card « À traiter »: groups that fold, each line leads to the thing itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from elans_desktop.core import clock
from elans_desktop.core.formats import NBSP, count, date_day_month, date_short, number
from elans_desktop.services.home import home_tasks
from elans_desktop.services.home.home_tasks import Task, TaskGroup
from elans_desktop.services.permissions import Right
from elans_desktop.ui import rights, theme
from elans_desktop.ui.context import Context
from elans_desktop.ui.kit import buttons, paint
from elans_desktop.ui.kit.card import Card
from elans_desktop.ui.kit.empty import EmptyState
from elans_desktop.ui.kit.focus_ring import FocusRing, came_by_keyboard
from elans_desktop.ui.kit.layout import (
    clear_layout,
    column,
    holder,
    label,
    row,
    separator,
)
from elans_desktop.ui.kit.panes import growing

FEW = 5
"""Lines shown of a group before « Voir les autres »."""
_LOOKS = {
    home_tasks.ENTER: ("list-checks", "Présences à saisir", "text"),
    home_tasks.REQUESTS: ("scale", "Demandes sur les données", "accent-ink"),
    home_tasks.LIMIT: ("timer", "Limite du parcours", "accent-ink"),
    home_tasks.IDLE: ("octagon-alert", "Freins bloquants sans action", "accent-ink"),
    home_tasks.RECALL: ("phone", "À recontacter", "text"),
    home_tasks.CALLS: ("phone", "Appels à passer", "text"),
    home_tasks.SILENT: ("user-x", "Sans nouvelle depuis 30 jours", "text"),
    home_tasks.SHEETS: ("file-clock", "Feuilles signées non reçues", "text"),
    home_tasks.DECISIONS: ("gavel", "Décisions de réunion en retard", "text"),
    home_tasks.PAPERS: ("paperclip", "Pièces qui expirent", "text"),
    home_tasks.INCOMPLETE: ("file-warning", "Dossiers incomplets", "text"),
    home_tasks.RETENTION: ("hourglass", "Délai de conservation passé", "text"),
}
ORDER = tuple(_LOOKS)
_OPEN_AT_FIRST = 3
NAME_SHARE = 0.62
"""Of a line: a name is read whole before what is said of it."""
_URGENT = frozenset({home_tasks.LIMIT, home_tasks.REQUESTS})
"""Kinds whose urgent lines are told apart."""
_TIPS = {
    home_tasks.ENTER: "Séances passées depuis trois mois, où il manque une présence",
    home_tasks.INCOMPLETE: "Sans date de naissance, sans téléphone ni courriel, ou sans commune",
    home_tasks.REQUESTS: "Accès, rectification, opposition, effacement : réponse due en un mois",
    home_tasks.RECALL: "Rencontrées lors d’un repérage, à rappeler dans la semaine ou depuis un jour passé",
    home_tasks.CALLS: "Trois et six mois après leur sortie, personnes que personne n’a encore jointes",
    home_tasks.PAPERS: "Pièces des dossiers ouverts, dont la validité finit bientôt ou vient de finir",
    home_tasks.SILENT: "Ni présence, ni contact, ni entretien, parcours suspendus mis à part",
    home_tasks.RETENTION: "Leur dernier contact est plus ancien que la durée de conservation",
    home_tasks.IDLE: "Au niveau 3, sans action faite ni prévue depuis trente jours",
}


class _Line(QAbstractButton):
    """A clickable line painted in one go."""

    def __init__(self, height: int) -> None:
        super().__init__()
        self._height = height
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def sizeHint(self) -> QSize:
        """As high as declared."""
        return QSize(theme.px(240), theme.px(self._height))

    def minimumSizeHint(self) -> QSize:
        """May be narrower."""
        return QSize(theme.px(120), theme.px(self._height))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Ring it when the keyboard came to it."""
        super().focusInEvent(event)
        if came_by_keyboard(event.reason()):
            FocusRing(self)


class GroupHead(_Line):
    """Icon, title, count, chevron: folds and unfolds."""

    def __init__(self, kind: str, words: str, tone: str, icon: str, unfolded: bool) -> None:
        super().__init__(40)
        self.kind, self._tone, self._icon, self._words = kind, tone, icon, words
        self.unfolded = unfolded
        self.setText(_LOOKS[kind][1])
        self.setAccessibleName(f"{self.text()} : {words}")
        self.setToolTip(_TIPS.get(kind, ""))

    def paintEvent(self, event: QPaintEvent) -> None:
        """The line."""
        painter, px, rect = QPainter(self), theme.px, QRectF(self.rect())
        if self.underMouse():
            painter.fillRect(rect, theme.color("hover"))
        middle = rect.center().y()
        theme.draw_icon(
            painter, self._icon, "muted" if self._tone == "text" else self._tone, px(16), middle - px(8), 16
        )
        chevron = "chevron-down" if self.unfolded else "chevron-right"
        theme.draw_icon(painter, chevron, "muted", rect.right() - px(27), middle - px(8), 16)
        line = QRectF(px(40), 0, rect.width() - px(76), rect.height())
        paint.line_of_text(
            painter, line, self._words, weight=600, token=self._tone, align=paint.RIGHT, elide=False
        )
        line.setWidth(line.width() - paint.text_width(self._words, 15, 600) - px(8))
        paint.line_of_text(painter, line, self.text(), weight=600)
        painter.end()


class TaskLine(_Line):
    """Who or what, and since when; 32 high."""

    def __init__(self, words: str, fact: str, *, urgent: bool = False) -> None:
        super().__init__(32)
        self._fact, self._urgent = fact, urgent
        self.setText(words)
        self.setAccessibleName(f"{words}, {fact}")
        self.setToolTip(f"{words}\n{fact}")

    def paintEvent(self, event: QPaintEvent) -> None:
        """The line."""
        painter, px, rect = QPainter(self), theme.px, QRectF(self.rect())
        if self.underMouse():
            painter.fillRect(rect, theme.color("hover"))
        weight, tone = (600, "accent-ink") if self._urgent else (400, "text")
        line = QRectF(px(40), 0, rect.width() - px(52), rect.height())
        named = min(paint.text_width(self.text(), 15, weight) + 1, line.width() * NAME_SHARE)
        fact = line.adjusted(named + px(12), 0, 0, 0)
        ink = tone if self._urgent else "muted"
        paint.line_of_text(painter, fact, self._fact, size=14, weight=weight, token=ink, align=paint.RIGHT)
        line.setWidth(max(named, line.width() - paint.text_width(self._fact, 14, weight) - px(12)))
        paint.line_of_text(painter, line, self.text(), weight=weight, token=tone)
        painter.end()


class TaskCard(Card):
    """Fill it with `show_groups`; until then it says that it looks."""

    def __init__(self, context: Context) -> None:
        super().__init__("À traiter", actions=(label("", "muted"),), flush=True)
        self._context = context
        self._groups: dict[str, TaskGroup] = {}
        self._unfolded: dict[str, bool] = {}
        self._whole: set[str] = set()
        self._rows = column(spacing=0)
        inside = column(self._rows, None, spacing=0)
        self.body.addWidget(growing(holder(inside), "surface"), 1)
        self.body.setContentsMargins(0, 0, 0, 4)
        self._rows.addLayout(
            row(label("Recherche de ce qui attend…", "muted"), None, margins=(16, 12, 12, 0))
        )

    def show_groups(self, groups: Sequence[TaskGroup]) -> None:
        """Replace or add these groups."""
        self._groups |= {group.kind: group for group in groups}
        self._draw()

    def first_to_enter(self) -> Task | None:
        """The séance that « Saisir les présences » opens."""
        group = self._groups.get(home_tasks.ENTER)
        return group.tasks[0] if group and group.tasks else None

    def _draw(self) -> None:
        clear_layout(self._rows)
        shown = [self._groups[kind] for kind in ORDER if kind in self._groups and self._groups[kind].tasks]
        total, more = sum(group.count for group in shown), any(group.cut for group in shown)
        self.set_count(f"{'plus de ' if more else ''}{count(total, 'point')}" if total else "")
        for rank, group in enumerate(shown):
            self._unfolded.setdefault(group.kind, rank < _OPEN_AT_FIRST)
            self._rows.addWidget(separator())
            self._add_group(group)
        if not shown:
            self._rows.addWidget(
                EmptyState("circle-check", "Rien n’attend", "Ce qui demande une action se range ici.")
            )

    def _add_group(self, group: TaskGroup) -> None:
        icon, _title, tone = _LOOKS[group.kind]
        unfolded = self._unfolded[group.kind]
        words = f"{number(group.count)}{NBSP}+" if group.cut else number(group.count)
        head = GroupHead(group.kind, words, tone, icon, unfolded)
        head.clicked.connect(lambda: self._fold(group.kind))
        self._rows.addWidget(head)
        if not unfolded:
            return
        whole = group.kind in self._whole or group.count <= FEW + 1
        for task in group.tasks if whole else group.tasks[:FEW]:
            self._rows.addWidget(self._line(group.kind, task))
        if not whole:
            rest = f"Voir les {number(group.count - FEW)} autres"
            link = buttons.link(rest, "", lambda: self._show_whole(group.kind))
            self._rows.addLayout(row(link, None, margins=(40, 0, 12, 0)))
        self._rows.addSpacing(theme.px(6))

    def _fold(self, kind: str) -> None:
        self._unfolded[kind] = not self._unfolded[kind]
        self._draw()

    def _show_whole(self, kind: str) -> None:
        self._whole.add(kind)
        self._draw()

    def _line(self, kind: str, task: Task) -> QWidget:
        go = _destination(self._context, kind, task)
        line = TaskLine(task.words, _fact(kind, task), urgent=task.urgent and kind in _URGENT)
        line.clicked.connect(lambda: go())
        if kind != home_tasks.ENTER or not rights.may(self._context, Right.ENTER_PRESENCES):
            return line
        button = buttons.small("Saisir", "", go)
        button.setAccessibleName(f"Saisir les présences : {task.words}")
        return holder(row(line, button, spacing=0, margins=(0, 0, 12, 0)))


def _fact(kind: str, task: Task) -> str:
    day, today = task.day, clock.today()
    if day is None:
        return task.detail
    if kind == home_tasks.ENTER:
        return date_day_month(day)
    if kind == home_tasks.LIMIT:
        away = (day - today).days
        near = "aujourd’hui" if away == 0 else f"dans {away}{NBSP}j" if away > 0 else _late(-away)
        return f"{_short_day(day)}, {near}"
    if kind == home_tasks.REQUESTS:
        late = (today - day).days
        return f"{task.detail}, {_late(late) if late > 0 else f'avant le {_short_day(day)}'}"
    if kind == home_tasks.SILENT:
        return f"{(today - day).days}{NBSP}j, dernier contact {_short_day(day)}"
    if kind == home_tasks.RECALL:
        return _recall_words(task)
    if kind in (home_tasks.PAPERS, home_tasks.CALLS):
        return f"{task.detail} · {_short_day(day)}"
    if kind == home_tasks.DECISIONS:
        return f"{task.detail} · {_short_day(day)}"
    if kind == home_tasks.IDLE:
        return f"{task.detail}, depuis {count((today - day).days, 'j', 'j')}"
    return f"{task.detail} · {date_day_month(day)}"


def _recall_words(task: Task) -> str:
    day = task.day or clock.today()
    if task.detail:
        return f"{task.detail}, rencontre du {_short_day(day)}"
    away = (day - clock.today()).days
    if away == 0:
        return "aujourd’hui"
    return f"le {_short_day(day)}" if away > 0 else f"depuis le {_short_day(day)}"


def _late(days: int) -> str:
    return f"dépassée de {days}{NBSP}j"


def _short_day(day: date) -> str:
    """« 18/05 », with its year when it is another one."""
    return date_short(day)[:5] if day.year == clock.today().year else date_short(day)


def _destination(context: Context, kind: str, task: Task) -> Callable[[], None]:
    presences = "presences" if rights.may(context, Right.READ_PEOPLE) else "seance"
    places = {
        home_tasks.ENTER: ("calendar", presences, task.id),
        home_tasks.SHEETS: ("calendar", presences, task.other_id),
        home_tasks.DECISIONS: ("governance", "meeting", task.other_id),
        home_tasks.REQUESTS: ("participants", "rights", task.id),
        home_tasks.IDLE: ("participants", "barriers", task.id),
        home_tasks.PAPERS: ("participants", "documents", task.id),
        home_tasks.CALLS: ("participants", "calls", task.id),
        home_tasks.RETENTION: ("settings", "purge", None),
        home_tasks.RECALL: (
            ("participants", "outreach", task.id)
            if task.id == task.other_id
            else ("participants", "contacts", task.id)
        ),
    }
    tab, word, thing = places.get(kind, ("participants", "participant", task.id))
    return lambda: context.window.navigate(tab, word, thing)
