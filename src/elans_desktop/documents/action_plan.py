"""Plan d’action: each objective and its steps, easy to read, with lines to add by hand and two signatures."""

from __future__ import annotations

from collections.abc import Sequence

from elans_desktop.core import formats
from elans_desktop.documents import blocks, flow_parts, style
from elans_desktop.documents.blocks import NBSP
from elans_desktop.documents.flow import Piece
from elans_desktop.documents.flow_parts import LEFT, WIDTH, Column
from elans_desktop.documents.frame import Frame
from elans_desktop.documents.geometry import PORTRAIT
from elans_desktop.documents.page import Composed, Document, Page
from elans_desktop.services.participants.paper_people import ActionPlanView, PaperNote, PlanObjective

TITLE = "Mon plan d’action"
_SIZE = 11.5
_LINE = 5.2
_ROW = 10.0
_BOX = 5.4
_SIGN = 26.0
_BLANK_OBJECTIVES = 3
_BLANK_ROWS = 3
_DONE, _TO_DO = "fait", "à faire"
_HELP = "Cocher quand c’est fait. On peut changer d’avis\u00a0: on le dit, et on écrit le nouveau plan."


def compose(views: Sequence[ActionPlanView], *, invariant: bool = False) -> Composed:
    """The plans of several people in one PDF."""
    document = Document(PORTRAIT, TITLE, views[0].letterhead.organisation, invariant=invariant)
    return document.finish(tuple(_plan(document, view) for view in views))


def _plan(document: Document, view: ActionPlanView) -> int:
    document.where = f"{TITLE} {view.number}"
    frame = Frame(view.letterhead, view.printed_at, TITLE, _HELP, view.number, view.facts, gap=4.6)
    pieces: list[Piece] = []
    if view.own_words:
        pieces.append(flow_parts.section("Mon projet", gap=5.0))
        words = f"«{NBSP}{view.own_words}{NBSP}»"
        pieces += flow_parts.note(document.type, PaperNote("", words, framed=True), "Mon projet", gap=0.8)
    objectives = view.objectives or (PlanObjective(""),) * _BLANK_OBJECTIVES
    for number, objective in enumerate(objectives, start=1):
        pieces += _objective(document, number, objective)
    pieces.append(_next(view))
    pieces.append(_signatures(view))
    return frame.draw(document, pieces)


def _objective(document: Document, number: int, objective: PlanObjective) -> list[Piece]:
    """A numbered objective, then the table of its steps and one line to add another."""
    subject = f"Objectif {number}"
    columns = [
        Column("", 11, paint=_paint_box),
        Column("Ce que l’on fait", 86, style.MEDIUM),
        Column("Qui", 42),
        Column("Pour le", 38),
    ]
    rows: list[list[str] | None] = []
    for action in objective.actions:
        due = formats.date_medium(action.due_on) if action.due_on else ""
        rows.append([_DONE if action.done else _TO_DO, action.wording, action.who, due])
    rows += [None] * (1 if objective.actions else _BLANK_ROWS)
    title = _objective_title(document, number, objective, subject)
    return [
        title,
        *flow_parts.table(document.type, columns, rows, subject, gap=1.6, row_height=_ROW),
    ]


def _objective_title(document: Document, number: int, objective: PlanObjective, subject: str) -> Piece:
    due = f"d’ici le {formats.date_medium(objective.due_on)}" if objective.due_on else ""
    aside = ", ".join(part for part in (objective.theme, due) if part)
    lines = flow_parts.wrap(document.type, objective.wording, style.SEMIBOLD, _SIZE, WIDTH - 10)
    height = max(1, len(lines)) * _LINE + (4.2 if aside else 0.8)

    def draw(page: Page, top: float, _closing: bool) -> None:
        blocks.marked_disc(page, LEFT + 3.2, top + 2.7, str(number), 3.2)
        if not lines:
            page.dotted(LEFT + 9, LEFT + WIDTH, top + 5.4)
        for rank, line in enumerate(lines):
            page.line(LEFT + 9, top + 4.1 + rank * _LINE, line, _SIZE)
        if aside:
            y = top + max(1, len(lines)) * _LINE + 3.2
            page.fit(LEFT + 9, y, WIDTH - 9, aside, size=9, colour=style.GREY)

    return Piece(height, draw, gap=6.0, keep=True, subject=subject)


def _paint_box(page: Page, x: float, middle: float, width: float, value: str) -> None:
    draw = blocks.tick if value == _DONE else blocks.tick_box
    draw(page, x + (width - _BOX) / 2, middle - _BOX / 2, _BOX)


def _next(view: ActionPlanView) -> Piece:
    def draw(page: Page, top: float, _closing: bool) -> None:
        written = page.text(LEFT, top + 4, f"Notre prochain rendez-vous{NBSP}: ", style.SEMIBOLD, 10.5)
        if view.next_appointment:
            page.fit(LEFT + written, top + 4, WIDTH - written, view.next_appointment, size=10.5)
        else:
            page.dotted(LEFT + written + 1, LEFT + WIDTH, top + 4.4)

    return Piece(6.0, draw, gap=6.0, keep=True, subject="Le rendez-vous")


def _signatures(view: ActionPlanView) -> Piece:
    def draw(page: Page, top: float, _closing: bool) -> None:
        width = (WIDTH - 4) / 2
        blocks.sign_box(page, LEFT, top, width, _SIGN, "La personne", view.person)
        blocks.sign_box(page, LEFT + width + 4, top, width, _SIGN, "La structure", view.referent)

    return Piece(_SIGN, draw, gap=3.0, subject="les signatures")
