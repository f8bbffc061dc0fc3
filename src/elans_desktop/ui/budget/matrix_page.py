"""Budget, « Matrice »: four totals, the table members × briques, the ceilings and the cash of each member."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QGridLayout, QWidget

from elans_desktop.core.formats import MINUS, amount, money, percent
from elans_desktop.services.budget.budget_ceiling import CeilingView, Gauge, base_sentence
from elans_desktop.services.budget.budget_funding import MemberCash
from elans_desktop.services.budget.budget_matrix import Amounts, Matrix
from elans_desktop.services.organisation.schemes import SchemeView
from elans_desktop.ui import scheme, theme
from elans_desktop.ui.budget.matrix_grid import MatrixGrid, draw_hatch
from elans_desktop.ui.kit import buttons, paint
from elans_desktop.ui.kit.banner import Banner
from elans_desktop.ui.kit.card import Card
from elans_desktop.ui.kit.field import Icon
from elans_desktop.ui.kit.figure import Figure
from elans_desktop.ui.kit.gauge import GaugeBar, gauge_sentence, level
from elans_desktop.ui.kit.layout import clear_layout, column, holder, label, row, scrolled
from elans_desktop.ui.kit.painted import Painted
from elans_desktop.ui.kit.table import Column, Table


class Swatch(Painted):
    """The small sign before a total: solid, hatched or empty, as in the bars."""

    def __init__(self, kind: str) -> None:
        self._kind = kind
        super().__init__()

    def design_size(self) -> QSize:
        """14 × 8."""
        return QSize(theme.px(14), theme.px(8))

    def draw(self, painter: QPainter) -> None:
        """Its look."""
        rect = QRectF(self.rect())
        if self._kind == "rest":
            paint.box(painter, rect, "surface", "line-strong", radius=1)
        elif self._kind == "committed":
            draw_hatch(painter, rect, theme.color("primary"))
        else:
            painter.fillRect(rect, theme.color("primary"))


class Totals(QWidget):
    """Prévu, Réalisé, Engagé, Reste: figures that open their list. `asked(kind)`: planned, spent…"""

    asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._figures: dict[str, Figure] = {}
        line = row(spacing=28)
        names = (("planned", "Prévu"), ("spent", "Réalisé"), ("committed", "Engagé"), ("rest", "Reste"))
        for kind, name in names:
            figure = Figure("", name, self._asker(kind), size=18)
            self._figures[kind] = figure
            caption = row(label(name, "caption"), None, spacing=6)
            if kind != "planned":
                caption.insertWidget(0, Swatch(kind))
            line.addLayout(column(caption, figure, spacing=0))
        line.addStretch(1)
        line.addWidget(
            label("Dans chaque case : le reste,\npuis réalisé + engagé / prévu, en euros", "caption")
        )
        self.setLayout(line)

    def _asker(self, kind: str) -> Callable[[], None]:
        return lambda: self.asked.emit(kind)

    def show_total(self, found: Amounts) -> None:
        """The sums of the year, to the cent."""
        for kind, cents in (
            ("planned", found.planned),
            ("spent", found.spent),
            ("committed", found.committed),
            ("rest", found.rest),
        ):
            self._figures[kind].set_figure(money(cents))


class CeilingsCard(Card):
    """One gauge a line: the project, then each member. `asked(member)` opens their running costs."""

    asked = Signal(object)

    def __init__(self) -> None:
        self._most = label("", "muted")
        super().__init__("Frais de fonctionnement", actions=(self._most,), title_height=40)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(1, 1)
        self._base = label("", "caption", wrap=True)
        self.add(self._grid, self._base)
        self.body.addStretch(1)

    def show_ceiling(self, view: CeilingView) -> None:
        """The gauges of a year."""
        clear_layout(self._grid)
        self._most.setText(f"{percent(view.rate)} au plus")
        for line, found in enumerate((view.project, *view.members)):
            self._add(line, found, first=line == 0)
        self._base.setText(f"{base_sentence(view)} Le plafond engage le projet entier.")

    def _add(self, line: int, found: Gauge, *, first: bool) -> None:
        state = level(found.amount, found.ceiling)
        bar = GaugeBar(found.amount, found.ceiling, thickness=10)
        words = gauge_sentence(found.amount, found.ceiling).removesuffix(" possibles")
        tone = f"{state}-ink" if first or state != "success" else ""
        figure = Figure(
            percent(found.share or 0), f"Frais de fonctionnement, {found.name}", self._asker(found), size=15
        )
        icons = {"warning": "triangle-alert", "danger": "circle-alert"}
        sentence = row(None, label(words, "strong" if tone else "body", tone=tone), spacing=4)
        if state in icons:
            sentence.insertWidget(1, Icon(icons[state], f"{state}-ink", 14))
        self._grid.addWidget(label(found.name, "strong" if first else "body"), line, 0)
        self._grid.addWidget(bar, line, 1)
        self._grid.addLayout(row(None, figure), line, 2)
        self._grid.addLayout(sentence, line, 3)

    def _asker(self, found: Gauge) -> Callable[[], None]:
        return lambda: self.asked.emit(found.member_id)


class CashCard(Card):
    """What each member received, paid, has left, and waits for."""

    def __init__(self, see_all: Callable[[], object]) -> None:
        link = buttons.link("Tout voir", "", see_all)
        super().__init__("Versements", count="en €", actions=(link,), flush=True, title_height=40)
        self._table = Table(
            (
                Column("name", "Membre", lambda r: r.name),
                Column("in", "Reçu", lambda r: amount(r.received), width=96, align="right"),
                Column("out", "Payé", lambda r: amount(r.paid), width=96, align="right"),
                Column(
                    "cash",
                    "En caisse",
                    lambda r: _signed(r.cash),
                    width=104,
                    align="right",
                    paint="strong",
                    tone=lambda r: "danger" if r.cash < 0 else "",
                ),
                Column(
                    "due",
                    "Encore dû",
                    lambda r: amount(r.due) if r.due else "–",
                    width=96,
                    align="right",
                    tone=lambda r: "accent" if r.due else "",
                ),
            ),
            row_id=lambda r: r.member_id,
            with_search=False,
            framed=False,
            name="Trésorerie",
        )
        self._clause = label("", "caption", wrap=True)
        said = row(12, Icon("scale", "muted", 14), spacing=4)
        said.addWidget(self._clause, 1)
        self.add(self._table, said)
        self.body.addStretch(1)
        self.body.setContentsMargins(0, 0, 0, 8)

    def show_cash(self, found: Sequence[MemberCash], clause: str, member: str) -> None:
        """The members (`member`: the word of the scheme), and what the agreement says of passing money on."""
        self._table.set_title("name", member)
        self._table.set_rows(found)
        self._table.fit_height()
        words = f"Reversement autorisé, {clause}" if clause else "Reversement non autorisé"
        self._clause.setText(words)


class MatrixPage(QWidget):
    """The whole page. `opened(Cell)`, `total_asked(kind)`, `running_asked(member or None)`."""

    def __init__(self, see_payments: Callable[[], object], see_lines: Callable[[], object]) -> None:
        super().__init__()
        self.totals = Totals()
        self.grid = MatrixGrid()
        self.ceilings = CeilingsCard()
        self.cash = CashCard(see_payments)
        self.no_forecast = Banner(
            "Rien n’est encore prévu : les cases se remplissent avec les lignes du budget prévisionnel.",
            "info",
            actions=(("Écrire une ligne", see_lines),),
        )
        cards = row(spacing=16)
        cards.addWidget(self.ceilings, 1)
        cards.addWidget(self.cash, 1)
        inside = column(
            self.totals, self.no_forecast, self.grid, cards, None, spacing=12, margins=(24, 0, 24, 16)
        )
        self.setLayout(column(scrolled(holder(inside)), spacing=0))

    def show_year(
        self,
        found: Matrix,
        ceiling: CeilingView | None,
        cash: Sequence[MemberCash],
        clause: str,
        spoken: SchemeView,
    ) -> None:
        """Everything of a year, in the words of the scheme."""
        self.totals.show_total(found.total)
        self.grid.set_matrix(found, scheme.title(spoken, "members"))
        self.no_forecast.setVisible(found.total.planned == 0)
        self.ceilings.setVisible(ceiling is not None and ceiling.project.base > 0)
        if ceiling is not None:
            self.ceilings.show_ceiling(ceiling)
        self.cash.show_cash(cash, clause, scheme.title(spoken, "member"))


def member_name(found: Matrix, member_id: uuid.UUID | None) -> str:
    """The short name of a member of the matrix."""
    return next((line.name for line in found.rows if line.member_id == member_id), "")


def _signed(cents: int) -> str:
    return amount(cents) if cents < 0 or cents == 0 else f"+{amount(cents)}".replace("+" + MINUS, MINUS)
