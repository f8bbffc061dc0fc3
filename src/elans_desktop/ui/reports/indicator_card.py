"""The card « Indicateurs »: a line each, which unfolds its definition, its numbers and its lists."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from elans_desktop.core.formats import NBSP, duration, number, percent
from elans_desktop.services.reports.reports import Indicator
from elans_desktop.ui import theme
from elans_desktop.ui.kit import buttons, paint
from elans_desktop.ui.kit.card import Card
from elans_desktop.ui.kit.flow import FlowLayout
from elans_desktop.ui.kit.focus_ring import FocusRing, came_by_keyboard
from elans_desktop.ui.kit.layout import clear_layout, column, holder, label, surface
from elans_desktop.ui.kit.panes import growing

ORDER = ("I05", "I13", "I09", "I10", "I21", "I11", "I12", "I14", "I15")
_N, _CHEVRON = 64, 40


def value_words(found: Indicator) -> str:
    """« 63,4 % », « 164 jours », « 9 412 h 30 », « 118 »; « – » without a base."""
    if found.value is None:
        return "–"
    if found.unit == "rate":
        return percent(found.value)
    if found.unit == "minutes":
        return duration(found.value)
    return f"{number(found.value)}{NBSP}j" if found.unit == "days" else number(found.value)


class IndicatorLine(QAbstractButton):
    """Name, value, n, chevron; 33 high."""

    def __init__(self, found: Indicator, unfolded: bool) -> None:
        super().__init__()
        self._found, self._unfolded = found, unfolded
        self._value = value_words(found)
        self._n = "" if found.base is None else number(found.base)
        self.setText(found.label)
        self.setAccessibleName(f"{found.label} : {self._value}" + (f", n = {self._n}" if self._n else ""))
        self.setToolTip(found.definition)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def sizeHint(self) -> QSize:
        """33 high."""
        return QSize(theme.px(320), theme.px(33))

    def minimumSizeHint(self) -> QSize:
        """May be narrower."""
        return QSize(theme.px(200), theme.px(33))

    def paintEvent(self, event: QPaintEvent) -> None:
        """The line."""
        painter, px, rect = QPainter(self), theme.px, QRectF(self.rect())
        if self._unfolded or self.underMouse():
            painter.fillRect(rect, theme.color("primary-tint" if self._unfolded else "hover"))
        if self._unfolded:
            painter.fillRect(QRectF(0, 0, 4, rect.height()), theme.color("primary"))
        else:
            painter.fillRect(QRectF(0, rect.bottom() - 1, rect.width(), 1), theme.color("line"))
        chevron = "chevron-down" if self._unfolded else "chevron-right"
        theme.draw_icon(painter, chevron, "muted", rect.right() - px(27), rect.center().y() - px(8), 16)
        n_right = rect.width() - px(_CHEVRON)
        n_place = QRectF(n_right - px(_N), 0, px(_N), rect.height())
        paint.line_of_text(painter, n_place, self._n, size=14, token="muted", align=paint.RIGHT)
        wide = paint.text_width(self._value, 15, 600)
        value = QRectF(n_place.left() - wide - px(4), 0, wide + 1, rect.height())
        paint.line_of_text(painter, value, self._value, weight=600, align=paint.RIGHT, elide=False)
        name = QRectF(px(16), 0, value.left() - px(24), rect.height())
        paint.line_of_text(painter, name, self.text())
        painter.end()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Ring it when the keyboard came to it."""
        super().focusInEvent(event)
        if came_by_keyboard(event.reason()):
            FocusRing(self)


class _Head(QWidget):
    """Titles of the columns."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(theme.px(30))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Indicateur, Valeur, n."""
        painter, px, rect = QPainter(self), theme.px, QRectF(self.rect())
        painter.fillRect(rect, theme.color("sunken"))
        painter.fillRect(QRectF(0, rect.bottom() - 1, rect.width(), 1), theme.color("line-strong"))
        right = rect.width() - px(_CHEVRON)
        for words, place, align in (
            ("Indicateur", QRectF(px(16), 0, px(200), rect.height()), paint.LEFT),
            ("Valeur", QRectF(right - px(_N + 84), 0, px(80), rect.height()), paint.RIGHT),
            ("n", QRectF(right - px(_N), 0, px(_N), rect.height()), paint.RIGHT),
        ):
            paint.line_of_text(painter, place, words, size=13, weight=600, token="muted", align=align)
        painter.end()


class IndicatorCard(Card):
    """Fill it with `show_indicators`; `list_asked(key, words)` opens the people behind a figure."""

    list_asked = Signal(str, str)

    def __init__(self) -> None:
        super().__init__("Indicateurs", count="seulement ceux que la période permet de calculer", flush=True)
        self._found: dict[str, Indicator] = {}
        self._unfolded = "I09"
        self._rows = column(spacing=0)
        self.body.addWidget(_Head())
        self.body.addWidget(growing(holder(column(self._rows, None, spacing=0)), "surface"), 1)
        self.body.setContentsMargins(0, 0, 0, 4)
        self.body.setSpacing(0)

    def show_indicators(self, found: Sequence[Indicator]) -> None:
        """Replace or add these indicators."""
        self._found |= {one.code: one for one in found}
        self._draw()

    def clear(self) -> None:
        """Forget them: another period is asked."""
        self._found = {}
        self._draw()

    def _draw(self) -> None:
        clear_layout(self._rows)
        for code in ORDER:
            if code in self._found:
                self._add(self._found[code])

    def _add(self, found: Indicator) -> None:
        unfolded = found.code == self._unfolded
        line = IndicatorLine(found, unfolded)
        line.clicked.connect(lambda: self._unfold(found.code))
        self._rows.addWidget(line)
        if not unfolded:
            return
        words = f"{found.definition} {found.formula}".strip() if found.unit == "people" else found.definition
        inside = column(label(words, "secondary", wrap=True), spacing=4, margins=(16, 0, 16, 8))
        if found.value is None:
            inside.addWidget(label("Pas de base de calcul dans la période.", "secondary"))
        elif found.formula and found.unit != "people":
            inside.addWidget(
                label(
                    f"{found.formula} = {value_words(found)}" if "/" in found.formula else found.formula,
                    "strong",
                    wrap=True,
                )
            )
        if found.lists and found.value:
            links = QWidget()
            flow = FlowLayout(links)
            for text, key in found.lists:
                flow.addWidget(
                    buttons.link(text, "list", self._asker(key, f"{found.label} : {text.lower()}"))
                )
            inside.addWidget(links)
        box = surface(holder(inside), "selected")
        self._rows.addWidget(box)

    def _asker(self, key: str, words: str) -> Callable[[], None]:
        return lambda: self.list_asked.emit(key, words)

    def _unfold(self, code: str) -> None:
        self._unfolded = "" if self._unfolded == code else code
        self._draw()
