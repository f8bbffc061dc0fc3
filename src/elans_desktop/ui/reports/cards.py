"""The cards of a report: the funnel across, the exits in three vocabularies, hours by month, ages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QGridLayout, QLabel

from elans_desktop.core.formats import MONTHS, NBSP, duration, number, percent
from elans_desktop.services.reports.indicators import ExitFamily, Exits, Rate
from elans_desktop.services.reports.indicators import Funnel as FunnelFigures
from elans_desktop.services.reports.report_people import AGE, PRESENT, SOLUTION
from elans_desktop.services.reports.report_tables import hidden
from elans_desktop.services.reports.reports import OTHER_BRIQUE, HoursView, MonthHours, definition
from elans_desktop.ui import theme
from elans_desktop.ui.kit import paint
from elans_desktop.ui.kit.card import Card
from elans_desktop.ui.kit.field import Icon
from elans_desktop.ui.kit.figure import Figure
from elans_desktop.ui.kit.funnel import Funnel, ShareBar, Step
from elans_desktop.ui.kit.layout import clear_layout, column, holder, label, row
from elans_desktop.ui.kit.letter import Letter
from elans_desktop.ui.kit.painted import Painted

VOCABULARIES = (("o2r", "O2R"), ("iae", "IAE, sorties dynamiques"), ("fse", "FSE+, à la sortie"))
_RATES = {"o2r": "vers une solution", "iae": "dynamiques", "fse": "emploi ou formation"}
BRIQUES = (("R", "Repérage"), ("M", "Remobilisation"), ("A", "Accompagnement"), ("C", "Coordination"))
SOLVED = "Sorties vers une solution"
_STEPS = ("I01", "I02", "I03", "I04", "I08")


class FunnelCard(Card):
    """Contacts → repérés → remobilisation → accompagnement → sorties. `list_asked(key, words)`."""

    list_asked = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self.funnel = Funnel(across=True)
        self.add(self.funnel)

    def show_figures(self, found: FunnelFigures, *, briques: bool) -> None:
        """The steps, their rates and their definitions (under the pointer); a scheme without `briques` has
        contacts, entries and exits."""
        anonymous = f"dont {number(found.anonymous)} anonymes" if found.anonymous else "tous identifiés"
        solved = f"{number(found.solutions.part)} vers une solution" if found.exits else "aucune sortie"
        met = anonymous if found.contacts else "aucun"
        contacts = self._step("message-circle", "Contacts", found.contacts, met, "contacts")
        leave = "square-arrow-right-exit"
        if not briques:
            entered = self._step("log-in", "Entrées", found.entered, "dans la période", "entered")
            left = self._step(leave, "Sorties", found.exits, "dans la période", "exits")
            self.funnel.set_steps((contacts, entered, left))
            return
        self.funnel.set_steps(
            (
                contacts,
                self._step("R", "Repérés", found.spotted, "nouveaux dans la période", "spotted"),
                self._step(
                    "M", "Remobilisation", found.mobilised, _of(found.to_mobilised, "repérés"), "mobilised"
                ),
                self._step(
                    "A", "Accompagnement", found.supported, _of(found.to_supported, "mobilisés"), "supported"
                ),
                self._step(
                    leave, "Sorties", found.exits, solved, "exits", behind=SOLUTION if found.exits else ""
                ),
            )
        )
        layout = self.funnel.layout()
        for place, code in enumerate(_STEPS):
            item = layout.itemAt(place) if layout is not None else None
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.setToolTip(definition(code))

    def _step(self, letter: str, name: str, value: int, rate: str, key: str, *, behind: str = "") -> Step:
        """`behind`: the list of those the sentence counts."""
        words = "Contacts de repérage, personnes identifiées" if key == "contacts" else name
        more = (lambda: self.list_asked.emit(behind, SOLVED)) if behind else None
        return Step(letter, name, value, rate, lambda: self.list_asked.emit(key, words), more)


class ExitsCard(Card):
    """One recorded fact, three readings. `list_asked(key, words)`."""

    list_asked = Signal(str, str)

    def __init__(self) -> None:
        super().__init__(
            "Sorties, trois vocabulaires", count="une seule saisie, trois lectures", title_height=40
        )
        self._columns = row(spacing=24)
        self.add(self._columns)
        self.body.addStretch(1)

    def show_exits(self, found: Exits, *, solutions: bool) -> None:
        """The families of each vocabulary and its rate; that of O2R (`solutions`) where it is spoken."""
        clear_layout(self._columns)
        spoken = [pair for pair in VOCABULARIES if solutions or pair[0] != "o2r"]
        words = "trois vocabulaires" if solutions else "deux vocabulaires"
        self.set_count(f"une seule saisie, {'trois' if solutions else 'deux'} lectures")
        self.title.setText(
            f"{number(found.total)} sorties, {words}" if found.total > 1 else f"Sorties, {words}"
        )
        for vocabulary, title in spoken:
            families = found.families[vocabulary]
            grid = _grid()
            most = max((one.people for one in families), default=0) or 1
            for line, one in enumerate(families):
                self._add(grid, line, vocabulary, one, most)
            part = column(label(title, "header"), grid, spacing=4)
            part.addStretch(1)
            part.addWidget(_rate_label(found.rates[vocabulary], _RATES[vocabulary]))
            self._columns.addLayout(part, 1)

    def _add(self, grid: QGridLayout, line: int, vocabulary: str, one: ExitFamily, most: int) -> None:
        bar = ShareBar(one.people / most, "primary" if one.favourable else "line-strong")
        bar.setFixedWidth(theme.px(40))
        key, words = f"{vocabulary}:{one.code}", f"Sorties : {one.label.lower()}"
        grid.addWidget(label(one.label, "small"), line, 0)
        grid.addWidget(bar, line, 1)
        grid.addLayout(
            row(None, _figure(one.people, words, lambda: self.list_asked.emit(key, words))), line, 2
        )


class MonthBar(Painted):
    """The bar of a month: a segment a brique, with its letter."""

    def __init__(self, month: MonthHours, most: int) -> None:
        super().__init__(wide=True)
        self._month, self._most = month, most

    def design_size(self) -> QSize:
        """22 high."""
        return QSize(theme.px(120), theme.px(22))

    def draw(self, painter: QPainter) -> None:
        """The segments."""
        px, x, tall = theme.px, 0.0, float(self.height())
        for code, _name in BRIQUES:
            width = self.width() * self._month.by_brique.get(code, 0) / self._most
            if width >= 1:
                box = QRectF(x, 0, width, tall)
                paint.box(painter, box, f"{code}-tint", code, radius=1)
                if width > px(18):
                    paint.line_of_text(
                        painter, box, code, size=13, weight=700, token=f"{code}-ink", align=paint.CENTER
                    )
            x += width
        width = self.width() * self._month.by_brique.get(OTHER_BRIQUE, 0) / self._most
        if width >= 1:
            paint.box(painter, QRectF(x, 0, width, tall), "sunken", "line-strong", radius=1)


class HoursCard(Card):
    """« Heures-participants »: the whole and its months. `list_asked(key, words)`: who was present."""

    list_asked = Signal(str, str)

    def __init__(self) -> None:
        everybody = "Personnes présentes dans la période"
        self.whole = Figure(
            "", "Heures-participants", lambda: self.list_asked.emit(PRESENT, everybody), size=18
        )
        super().__init__("Heures-participants", actions=(self.whole,), title_height=40)
        self._grid = _grid()
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(0, 0)
        self._grid.setColumnStretch(1, 1)
        names = (Letter(code, name, side=16, size=14) for code, name in BRIQUES[:3])
        self.letters = holder(row(*names, None, spacing=12))
        self._nothing = label("Aucune présence n’est saisie dans la période.", "secondary", wrap=True)
        self.add(self._grid, self._nothing, self.letters)
        self.body.addStretch(1)

    def show_hours(self, found: HoursView, *, briques: bool) -> None:
        """The bars of the period; the letters when the scheme has `briques`, or a month some."""
        clear_layout(self._grid)
        used = any(code != OTHER_BRIQUE for month in found.months for code in month.by_brique)
        self.letters.setVisible(briques or used)
        self.whole.set_figure(duration(found.whole.realised))
        self.whole.setEnabled(found.whole.presences > 0)
        self._nothing.setVisible(not found.months)
        most = max((one.total for one in found.months), default=0) or 1
        for line, month in enumerate(found.months):
            self._grid.addWidget(label(_month(month.first), "secondary"), line, 0)
            self._grid.addWidget(MonthBar(month, most), line, 1)
            self._grid.addLayout(row(None, self._figure(month)), line, 2)

    def _ask_everybody(self) -> None:
        self.list_asked.emit(PRESENT, "Personnes présentes dans la période")

    def _figure(self, month: MonthHours) -> Figure:
        words = f"Personnes présentes en {MONTHS[month.first.month - 1]}{NBSP}{month.first.year}"
        key = f"{PRESENT}:{month.first.isoformat()}"
        hours = f"{number(month.total // 60)}{NBSP}h"
        return Figure(hours, words, lambda: self.list_asked.emit(key, words), size=15)


class AgesCard(Card):
    """« Âge à l’entrée », by shipped band; an eye tells those too few to be exported."""

    list_asked = Signal(str, str)

    def __init__(self) -> None:
        self._note = holder(
            row(Icon("eye-off", "muted", 14), label("masqué à l’export", "caption"), spacing=4)
        )
        super().__init__("Âge à l’entrée", actions=(self._note,), title_height=40)
        self._grid = _grid()
        self._grid.setColumnStretch(0, 0)
        self._grid.setColumnStretch(1, 1)
        self._nothing = label("Personne n’est entré en parcours dans la période.", "secondary", wrap=True)
        self.add(self._grid, self._nothing)
        self.body.addStretch(1)

    def show_ages(self, found: Sequence[tuple[str, int]], most_hidden: int) -> None:
        """The bands, n beside the title; up to `most_hidden` people, a band is hidden in an export."""
        clear_layout(self._grid)
        self._nothing.setVisible(not found)
        self._note.setVisible(any(hidden(people, most_hidden) for _band, people in found))
        self.set_count(f"n{NBSP}={NBSP}{number(sum(people for _band, people in found))}")
        most = max((people for _band, people in found), default=0) or 1
        for line, (band, people) in enumerate(found):
            self._grid.addWidget(
                label(band.removesuffix(f"{NBSP}ans").removesuffix(" ans"), "small"), line, 0
            )
            self._grid.addWidget(ShareBar(people / most), line, 1)
            self._grid.addLayout(row(None, self._figure(band, people)), line, 2)
            if hidden(people, most_hidden):
                self._grid.addWidget(Icon("eye-off", "muted", 14), line, 3)

    def _figure(self, band: str, people: int) -> Figure:
        words = f"Âge à l’entrée{NBSP}: {band}"
        return _figure(people, words, lambda: self.list_asked.emit(f"{AGE}:{band}", words))


def _grid() -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(8)
    grid.setVerticalSpacing(0)
    grid.setColumnStretch(0, 1)
    return grid


def _figure(value: int, words: str, act: Callable[[], object]) -> Figure:
    made = Figure(number(value), words, act, size=15)
    made.setEnabled(value > 0)
    return made


def _of(rate: Rate, base: str) -> str:
    if rate.basis_points is None:
        return ""
    return f"{percent(rate.basis_points)} des {base}, n{NBSP}={NBSP}{number(rate.base)}"


def _rate_label(rate: Rate, words: str) -> QLabel:
    if rate.basis_points is None:
        return label("pas de base de calcul", "caption")
    text = f"{percent(rate.basis_points)} {words}, n{NBSP}={NBSP}{number(rate.base)}"
    return label(text, "small", tone="success-ink")


def _month(day: date) -> str:
    """« janv. », « mars »."""
    words = MONTHS[day.month - 1]
    short = {"janvier": "janv.", "février": "févr.", "juillet": "juil.", "septembre": "sept."}
    return short.get(words, words if len(words) <= 4 else f"{words[:3]}.")
