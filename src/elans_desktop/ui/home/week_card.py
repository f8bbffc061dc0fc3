"""The card « Cette semaine »: one row a séance or a meeting, with what one does next about it."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from elans_desktop.core import clock
from elans_desktop.core.formats import NBSP, clock_time, count, date_day_month
from elans_desktop.services.calendar import sheet_states
from elans_desktop.services.calendar.seance_cards import CANCELLED, POSTPONED, SeanceCard
from elans_desktop.services.home.home import HomeWeek, WeekDay, WeekMeeting
from elans_desktop.services.pathways.support_tasks import Appointment
from elans_desktop.services.permissions import Right
from elans_desktop.services.printing.printing import DocumentRequest
from elans_desktop.ui import rights, theme
from elans_desktop.ui.context import Context
from elans_desktop.ui.kit import buttons, paint
from elans_desktop.ui.kit.badge import Badge
from elans_desktop.ui.kit.card import Card
from elans_desktop.ui.kit.empty import EmptyState
from elans_desktop.ui.kit.field import Icon
from elans_desktop.ui.kit.focus_ring import FocusRing, came_by_keyboard
from elans_desktop.ui.kit.layout import clear_layout, column, holder, label, row, scrolled, surface
from elans_desktop.ui.theme.dress import wear

_CALENDAR = "calendar"
_BADGES = {
    sheet_states.PRINTED: ("success", "check"),
    sheet_states.RECEIVED: ("success", "check"),
    sheet_states.ENTERED: ("success", "check"),
    sheet_states.VALIDATED: ("success", "check"),
}


class AgendaRow(QWidget):
    """48 high: hours, letter, title over a line of facts; a badge and a button at the right."""

    def __init__(
        self,
        hours: tuple[str, str],
        letter: str,
        title: str,
        facts: str,
        *,
        warning: str = "",
        faded: bool = False,
        right: list[QWidget],
        on_open: Callable[[], object],
    ) -> None:
        super().__init__()
        self._hours, self._letter, self._title, self._facts = hours, letter, title, facts
        self._warning, self._faded, self._on_open = warning, faded, on_open
        self._right = right
        self.setLayout(row(None, *right, spacing=12, margins=(16, 0, 12, 1)))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        words = ", ".join(part for part in (hours[0], title, facts, warning) if part)
        self.setAccessibleName(words)
        self.setToolTip(f"{title}\n{facts}" + (f"\n{warning}" if warning else ""))

    def sizeHint(self) -> QSize:
        """48, and one for the line."""
        return QSize(theme.px(320), theme.px(49))

    def minimumSizeHint(self) -> QSize:
        """As high; as narrow as its buttons."""
        return QSize(theme.px(200), theme.px(49))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open the thing."""
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self._on_open()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Entrée or Espace open it too."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._on_open()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Ring the row when the keyboard came to it."""
        super().focusInEvent(event)
        if came_by_keyboard(event.reason()):
            FocusRing(self)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Hours, letter, two lines, the line under."""
        painter = QPainter(self)
        px, rect = theme.px, QRectF(self.rect())
        if self.underMouse():
            painter.fillRect(rect, theme.color("hover"))
        painter.fillRect(QRectF(0, rect.bottom() - 1, rect.width(), 1), theme.color("line"))
        middle, tall = (rect.height() - 1) / 2, px(20)
        first, second = middle - tall + 1, middle + 1
        plain = "muted" if self._faded else "text"
        begin, end = self._hours
        paint.line_of_text(painter, QRectF(px(16), first, px(48), tall), begin, weight=600, token=plain)
        paint.line_of_text(painter, QRectF(px(16), second, px(48), px(18)), end, size=14, token="muted")
        paint.letter(painter, px(68), middle - px(10), self._letter)
        left = px(100)
        right = min((w.x() for w in self._right if not w.isHidden()), default=self.width()) - px(8)
        paint.line_of_text(
            painter, QRectF(left, first, right - left, tall), self._title, weight=500, token=plain
        )
        self._second_line(painter, QRectF(left, second, right - left, px(18)))
        painter.end()

    def _second_line(self, painter: QPainter, line: QRectF) -> None:
        if not self._warning:
            paint.line_of_text(painter, line, self._facts, size=14, token="muted")
            return
        place = f"{self._facts.split(' · ')[0].split(', ')[0]} · " if self._facts else ""
        wanted = paint.text_width(place, 14) + paint.text_width(self._warning, 14, 600) + theme.px(18)
        if wanted > line.width():  # who is booked twice matters more than where
            place = ""
        paint.line_of_text(painter, line, place, size=14, token="muted")
        line.setLeft(line.left() + paint.text_width(place, 14))
        theme.draw_icon(painter, "triangle-alert", "warning-ink", line.left(), line.top() + theme.px(2), 14)
        line.setLeft(line.left() + theme.px(18))
        paint.line_of_text(painter, line, self._warning, size=14, weight=600, token="warning-ink")


class WeekCard(Card):
    """Fill it with `show_week`."""

    def __init__(self, context: Context) -> None:
        self._context = context
        link = buttons.link("Voir le calendrier", "", lambda: context.window.navigate(_CALENDAR))
        super().__init__("Cette semaine", actions=(link,), flush=True)
        self._rows = column(spacing=0)
        inside = column(self._rows, None, spacing=0)
        self.body.addWidget(scrolled(holder(inside), "surface"), 1)
        self.body.setContentsMargins(0, 0, 0, 4)

    def show_week(self, week: HomeWeek) -> None:
        """The rows of a week."""
        clear_layout(self._rows)
        self.title.setText("La semaine prochaine" if week.is_next else "Cette semaine")
        self.set_count(_total(week))
        known = {card.id: card for day in week.days for card in day.seances}
        for day in week.days:
            self._rows.addWidget(_band(day))
            for meeting in day.meetings:
                self._rows.addWidget(self._meeting_row(meeting))
            for card in day.seances:
                self._rows.addWidget(self._seance_row(card, _warning(card, known)))
            for expected in day.appointments:
                self._rows.addWidget(self._appointment_row(expected))
            if day.info.bank_holiday and not _something(day):
                self._rows.addWidget(_holiday(day))
        if week.hidden:
            more = f"et {count(week.hidden, 'autre séance', 'autres séances')} cette semaine"
            self._rows.addLayout(row(label(more, "secondary"), None, margins=(16, 10, 16, 10)))
        if not week.total:
            may_plan = rights.may(self._context, Right.EDIT_CALENDAR)
            self._rows.addWidget(
                EmptyState(
                    "calendar-days",
                    "Rien de prévu cette semaine ni la suivante",
                    "Les séances et les réunions des jours à venir se rangent ici.",
                    action=("Planifier une activité", lambda: self._go("new", None)) if may_plan else None,
                )
            )

    def _go(self, kind: str, thing: uuid.UUID | None) -> None:
        self._context.window.navigate(_CALENDAR, kind, thing)

    def _seance_row(self, card: SeanceCard, warning: str) -> AgendaRow:
        return AgendaRow(
            (clock_time(card.start), clock_time(card.end)),
            card.brique_code[0] if card.brique_code else "calendar",
            card.name,
            _facts(card),
            warning=warning,
            faded=not card.planned,
            right=self._seance_actions(card),
            on_open=lambda: self._go("seance", card.id),
        )

    def _seance_actions(self, card: SeanceCard) -> list[QWidget]:
        if not card.planned:
            words = {CANCELLED: "Annulée", POSTPONED: "Reportée"}.get(card.state, card.state)
            return [Badge(words, "neutral")]
        sheet = card.sheet
        may_read = rights.may(self._context, Right.READ_PEOPLE)
        if sheet is None or sheet.state == sheet_states.TO_PRINT:
            if not may_read:
                return []
            button = buttons.small("Imprimer", "", lambda: self._print(card))
            button.setAccessibleName(f"Imprimer la feuille de {card.name}")
            return [button]
        tone, icon = _BADGES.get(sheet.state, ("neutral", ""))
        badge = Badge(sheet_states.STATE_LABELS[sheet.state], tone, icon)
        if not may_read:
            return [badge]
        button = buttons.small("Ouvrir", "", lambda: self._go("presences", card.id))
        button.setAccessibleName(f"Ouvrir les présences de {card.name}")
        return [badge, button]

    def _print(self, card: SeanceCard) -> None:
        self._context.window.print_document(
            DocumentRequest("emargement-seance", card.day, card.day, (card.id,))
        )

    def _meeting_row(self, meeting: WeekMeeting) -> AgendaRow:
        def go() -> None:
            self._context.window.navigate("governance", "meeting", meeting.id)

        today = meeting.day <= clock.today() and meeting.state == "prevue"
        button = buttons.small("Tenir la réunion" if today else "Ouvrir", "", go)
        button.setAccessibleName(f"Ouvrir {meeting.title}")
        people = count(meeting.convoked, "convoqué") if meeting.convoked else ""
        return AgendaRow(
            (
                clock_time(meeting.start) if meeting.start is not None else "",
                clock_time(meeting.end) if meeting.end is not None else "",
            ),
            "C",
            meeting.title,
            " · ".join(part for part in (meeting.place, people) if part),
            right=[button],
            on_open=go,
        )

    def _appointment_row(self, expected: Appointment) -> AgendaRow:
        """Who comes and when: one click opens the interview to write."""
        writes = rights.may(self._context, Right.SUPPORT)

        def go() -> None:
            kind = "interview" if writes else "participant"
            self._context.window.navigate("participants", kind, expected.participant_id)

        button = buttons.small("Noter l’entretien" if writes else "Ouvrir", "", go)
        button.setAccessibleName(f"Entretien avec {expected.name}")
        facts = (
            (f"Entretien avec {expected.professional}" if expected.professional else "Entretien"),
            expected.place,
        )
        return AgendaRow(
            (clock_time(expected.start) if expected.start is not None else "", ""),
            "message-square-text",
            expected.name,
            " · ".join(part for part in facts if part),
            right=[button],
            on_open=go,
        )


def _something(day: WeekDay) -> bool:
    """Whether something happens that day."""
    return bool(day.seances or day.meetings or day.appointments)


def _total(week: HomeWeek) -> str:
    meetings = sum(len(day.meetings) for day in week.days)
    expected = sum(len(day.appointments) for day in week.days)
    words = [count(week.total - meetings - expected, "séance")]
    words += [count(meetings, "réunion")] if meetings else []
    words += [count(expected, "rendez-vous", "rendez-vous")] if expected else []
    return ", ".join(words)


def _facts(card: SeanceCard) -> str:
    place = ", ".join(part for part in (card.place_commune, card.place_name) if part)
    who = [_short(trainer.first_name, trainer.last_name) for trainer in card.trainers[:2]]
    people = count(card.expected, "inscrit") if card.planned else card.state_reason
    return " · ".join(part for part in (place, ", ".join(who), people) if part)


def _short(first_name: str, last_name: str) -> str:
    return f"{first_name} {last_name[:1]}." if first_name and last_name else first_name or last_name


def _warning(card: SeanceCard, known: Mapping[uuid.UUID, SeanceCard]) -> str:
    """The first double booking, in a few words; the calendar says the rest."""
    for remark in card.warnings:
        if remark.kind == "place":
            return "lieu déjà pris"
        busy = next((t for t in card.trainers if t.id == remark.trainer_id), None)
        if remark.kind == "trainer" and busy is not None:
            other = known.get(remark.other_id) if remark.other_id else None
            where = other.place_commune or other.place_name if other else ""
            elsewhere = f"aussi à {where}" if where and where != card.place_commune else "déjà pris"
            return f"{_short(busy.first_name, busy.last_name)} {elsewhere}"
    return ""


def _band(day: WeekDay) -> QWidget:
    away = (day.info.day - clock.today()).days
    near = {0: "Aujourd’hui · ", 1: "Demain · "}.get(away, "")
    words = label(near + date_day_month(day.info.day), "small", tone="muted")
    wear(words, "header", "muted")
    line = row(words, None, margins=(16, 0, 16, 0))
    if day.info.bank_holiday and _something(day):
        line.addWidget(Icon("flag", "muted", 14))
        line.addWidget(label(f"{day.info.bank_holiday}, férié", "caption"))
    band = holder(line)
    band.setFixedHeight(theme.px(27))
    return surface(band, "sunken")


def _holiday(day: WeekDay) -> QWidget:
    words = f"{day.info.bank_holiday}, jour férié{NBSP}: aucune séance"
    line = holder(row(Icon("flag", "muted", 16), label(words, "secondary"), None, margins=(16, 0, 16, 0)))
    line.setFixedHeight(theme.px(36))
    return line
