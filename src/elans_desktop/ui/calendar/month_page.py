"""« Contrôle du mois »: what to look at, each with the way to mend it, before the month is closed."""

from __future__ import annotations

import uuid
from itertools import groupby
from typing import ClassVar

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QStackedWidget

from elans_desktop.core import clock
from elans_desktop.core.formats import NBSP, count, date_medium, date_short
from elans_desktop.services.organisation import agreements
from elans_desktop.services.permissions import Right
from elans_desktop.services.presences import month_closing, proof_check
from elans_desktop.services.presences.month_closing import Closing, Month
from elans_desktop.services.presences.proof_check import KINDS, ProofRemark
from elans_desktop.services.scope import Scope
from elans_desktop.ui import rights, theme
from elans_desktop.ui.context import Context
from elans_desktop.ui.kit import buttons, dialogs, paint
from elans_desktop.ui.kit.banner import Banner
from elans_desktop.ui.kit.empty import EmptyState
from elans_desktop.ui.kit.grouped_list import Group
from elans_desktop.ui.kit.layout import column, holder, label, row, scrolled, separator, surface
from elans_desktop.ui.kit.painted_rows import PaintedRows
from elans_desktop.ui.kit.view_bar import ViewBar
from elans_desktop.ui.view import InnerPage

ICONS = {
    **dict.fromkeys(("trainer", "elsewhere", "away", "no_trainer"), "user"),
    **dict.fromkeys(("place", "capacity", "signatures"), "map-pin"),
    **dict.fromkeys(("holiday", "closure"), "calendar-off"),
    **dict.fromkeys(("participant", "two_places", "outside"), "users"),
    "to_enter": "list-checks",
    **dict.fromkeys(("no_sheet", "not_received", "not_validated"), "file-text"),
    "scans": "scan-line",
}

OPENS = 72
"""Design pixels of « Ouvrir » at the right of a remark."""


class RemarkRows(PaintedRows):
    """A title a kind, then its remarks; Entrée or a double click goes where it is mended."""

    def __init__(self) -> None:
        super().__init__("À vérifier", ground="surface")

    def row_height(self, row: ProofRemark | Group) -> int:
        """40 for a kind, 32 for a remark."""
        return theme.px(40 if isinstance(row, Group) else 32)

    def can_choose(self, row: ProofRemark | Group) -> bool:
        """A kind is only a title."""
        return not isinstance(row, Group)

    def row_words(self, row: ProofRemark | Group) -> str:
        """The line, for a screen reader."""
        if isinstance(row, Group):
            return f"{row.title}, {row.fact}"
        return ", ".join(part for part in (_day(row), row.title, row.sentence) if part)

    def row_tip(self, row: ProofRemark | Group) -> str:
        """What was cut."""
        return "" if isinstance(row, Group) else f"{row.title}\n{row.sentence}".strip()

    def row_pressed(self, index: int, point: QPointF) -> None:
        """« Ouvrir », at the right."""
        if point.x() > self.width() - theme.px(OPENS):
            self.opened.emit(index)

    def paint_row(
        self, painter: QPainter, rect: QRectF, index: int, row: ProofRemark | Group, chosen: bool
    ) -> None:
        """Day, séance, what to look at; « Ouvrir » at the right."""
        px = theme.px
        if isinstance(row, Group):
            place = rect.adjusted(px(8), px(10), -px(8), 0)
            icon = ICONS.get(row.rows[0].kind, "info")
            theme.draw_icon(painter, icon, "warning-ink", place.left(), place.center().y() - px(8), 16)
            words = place.adjusted(px(26), 0, 0, 0)
            width = paint.text_width(row.title, 15, 600) + 2
            paint.line_of_text(painter, words, row.title, weight=600)
            paint.line_of_text(
                painter, words.adjusted(width + px(8), 0, 0, 0), row.fact, token="muted", size=14
            )
            return
        place = rect.adjusted(px(34), -1, -px(12), -1)
        paint.line_of_text(painter, place, _day(row), token="muted", size=14)
        left = place.left() + px(126)
        away = px(OPENS) - px(12)
        room = place.right() - away - left
        width = min(paint.text_width(row.title, 15, 500) + 2, room * 0.4)
        paint.line_of_text(painter, QRectF(left, place.top(), width, place.height()), row.title, weight=500)
        rest = QRectF(left + width + px(12), place.top(), room - width - px(12), place.height())
        paint.line_of_text(painter, rest, row.sentence, size=14)
        paint.line_of_text(
            painter, place, "Ouvrir", weight=600, token="primary-ink", size=14, align=paint.RIGHT
        )


class MonthPage(InnerPage):
    """`closed` goes back to the calendar; `asked(target, id)` goes where a remark is mended."""

    help_page: ClassVar[str] = "presences"

    closed = Signal()
    asked = Signal(str, object)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.month = Month.of(clock.today()).moved(-1)
        self.remarks: tuple[ProofRemark, ...] = ()
        self.closing: Closing | None = None
        self._agreement: uuid.UUID | None = None
        before = buttons.icon_button("chevron-left", "Mois précédent", lambda: self.go(-1))
        after = buttons.icon_button("chevron-right", "Mois suivant", lambda: self.go(1))
        self.when = label("", "title")
        self.fact = label("", "muted")
        self.bar = ViewBar(
            "Contrôle du mois", path=(("Calendrier", self.close_page), ("Contrôle du mois", None))
        )
        self.state = Banner("", "success", icon="lock")
        self.close_button = buttons.primary("Clore le mois…", "lock", self.close_month)
        self.reopen_button = buttons.secondary("Rouvrir le mois…", "lock-open", self.reopen_month)
        self.may_close = rights.may(context, Right.VALIDATE_SHEETS)
        line = row(
            before, self.when, after, self.fact, None, self.reopen_button, self.close_button, spacing=12
        )
        self.rows = RemarkRows()
        self.rows.opened.connect(self._opened)
        self.nothing = EmptyState(
            "circle-check",
            "Rien à vérifier ce mois-ci",
            "Chaque séance a son intervenant, sa feuille signée, reçue et validée.",
        )
        self.pages = QStackedWidget()
        content = holder(column(self.rows, None, spacing=0, margins=(16, 0, 16, 16)))
        self.pages.addWidget(scrolled(content, "surface"))
        self.pages.addWidget(self.nothing)
        head = column(line, self.state, spacing=12, margins=(24, 4, 24, 12))
        whole = column(self.bar, holder(head), separator(), spacing=0)
        whole.addWidget(self.pages, 1)
        self.setLayout(whole)
        surface(self, "background")

    def start(self) -> None:
        """Show the last month that is over."""
        found = self.context.bridge.read(agreements.of_scope, self.context.bridge.scope)
        self._agreement = found.id if found is not None else None
        self.fact.setText("")
        self.refresh()
        self.rows.setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh(self) -> None:
        """Read the month again."""
        read = self.context.bridge.read
        month = self.month
        self.remarks = read(proof_check.check, month.first, month.last, Scope(self._agreement))
        self.closing = read(month_closing.closing, self._agreement, month) if self._agreement else None
        groups = [(kind, list(found)) for kind, found in groupby(self.remarks, key=lambda one: one.kind)]
        shown: list[ProofRemark | Group] = []
        for kind, found in groups:
            shown += [Group(KINDS[kind], found, str(len(found))), *found]
        self.rows.set_rows(shown, 1 if shown else -1)
        self.pages.setCurrentIndex(0 if shown else 1)
        self.when.setText(f"{month.words[:1].upper()}{month.words[1:]}")
        self.fact.setText(count(len(self.remarks), "point à vérifier", "points à vérifier") if shown else "")
        self._show_closing()

    def _show_closing(self) -> None:
        closing = self.closing
        is_closed = closing is not None and closing.closed
        self.state.setVisible(closing is not None)
        if closing is not None:
            who = f" par {closing.who}" if closing.who else ""
            words = f"{'Clos' if is_closed else 'Rouvert'} le {date_short(closing.at.date())}{who}"
            if is_closed:
                left = count(closing.remarks, "point laissé tel quel", "points laissés tels quels")
                words += f", {left}. Présences et séances n’y changent plus."
            else:
                words += f"{NBSP}: {closing.reason}"
            self.state.set_text(words)
        over = self.month.last < clock.today()
        self.close_button.setVisible(self.may_close and not is_closed)
        self.close_button.setEnabled(over and self._agreement is not None)
        self.close_button.setToolTip("" if over else "Un mois se clôt quand son dernier jour est passé.")
        self.reopen_button.setVisible(self.may_close and is_closed)

    def go(self, months: int) -> None:
        """Another month."""
        self.month = self.month.moved(months)
        self.refresh()

    def close_month(self) -> None:
        """Lock it, remarks or not: they inform."""
        agreement, month = self._agreement, self.month
        if agreement is None:
            return
        left = len(self.remarks)
        known = count(left, "point reste à vérifier", "points restent à vérifier")
        text = f"{known}{NBSP}: le mois se clôt quand même. " if left else ""
        text += "Présences et séances n’y changeront plus, sauf à le rouvrir en disant pourquoi."
        if dialogs.confirm(self, f"Clore {month.words}{NBSP}?", text, "Clore le mois"):
            self.context.attempt(
                self,
                lambda: self.context.bridge.write(
                    f"Clore {month.words}", month_closing.close, agreement, month, left
                ),
            )
            self.refresh()

    def reopen_month(self) -> None:
        """Unlock it, saying why."""
        agreement, month = self._agreement, self.month
        if agreement is None:
            return
        reason = dialogs.ask_text(
            self,
            f"Rouvrir {month.words}{NBSP}?",
            "Motif",
            accept="Rouvrir le mois",
            text="Les présences et les séances pourront de nouveau changer. Le motif reste avec le mois.",
        )
        if reason:
            label_ = f"Rouvrir {month.words}{NBSP}: {reason}"
            write = self.context.bridge.write
            self.context.attempt(self, lambda: write(label_, month_closing.reopen, agreement, month, reason))
            self.refresh()

    def _opened(self, index: int) -> None:
        found = self.rows.rows[index]
        if isinstance(found, ProofRemark):
            self.asked.emit(found.target, found.target_id)

    def close_page(self) -> None:
        """Back to the calendar."""
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Échap goes back; Page ↑ and ↓ change the month when nothing is listed."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_page()
        else:
            super().keyPressEvent(event)


def _day(remark: ProofRemark) -> str:
    return date_medium(remark.day) if remark.day else ""
