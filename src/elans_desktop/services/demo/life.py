"""What is decided, observed and spent: meetings, evaluations, a budget near its ceiling."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

from elans_desktop.core.ids import keyed_id
from elans_desktop.models.budget import (
    BudgetLine,
    BudgetVersion,
    BudgetYear,
    Expense,
    Funding,
    FundingPayment,
)
from elans_desktop.models.evaluations import Answer, Evaluation
from elans_desktop.models.governance import AgendaItem, BodyMember, Decision, Meeting, MeetingAttendance
from elans_desktop.models.journal import NumberSequence
from elans_desktop.services.demo.cast import Cast
from elans_desktop.services.demo.rows import Rows

_AGENDA = (
    ("Approuver le compte rendu précédent", 5),
    ("Suivi des actions en retard", 15),
    ("Parcours et effectifs", 20),
    ("Calendrier du trimestre", 20),
    ("Budget : reste à engager", 20),
)
_DECISIONS = (
    ("Approuver le compte rendu de la réunion précédente", "decision", "fait"),
    ("Ouvrir deux places de plus au prochain sas de rupture", "decision", "en_cours"),
    ("Signer la mise à disposition du minibus avec la mairie", "decision", "a_faire"),
    ("Donner un avis favorable sous réserve au projet de jardin des haies", "avis", "fait"),
)
_SHARES = {"pressoir": {"R": 16, "M": 25, "A": 19, "C": 15}, "haies_vives": {"R": 6, "M": 9, "A": 8, "C": 2}}
"""Thousands of euros by member and brique: 100 000 € in all."""
_RUNNING = {
    ("pressoir", "C"): 950_000,
    ("pressoir", "R"): 70_000,
    ("haies_vives", "C"): 200_000,
    ("haies_vives", "A"): 210_000,
}
"""Running costs in cents: 14,3 % of the whole, one member a little above 15 %."""
_ACCOUNTS = {"R": "62_deplacements", "M": "60_matieres", "A": "64_remunerations", "C": "64_remunerations"}


def make_meetings(rows: Rows, cast: Cast, bodies: list[tuple[uuid.UUID, str]]) -> None:
    """Each body met some times this past year; one more meeting is planned."""
    people = list(cast.professionals.values())
    for rank, (body, _title) in enumerate(bodies[:2]):
        members = [cast.coordinator, *people[: 6 + 2 * (rank == 0)]]
        for person in members:
            rows.add(BodyMember, body_id=body, professional_id=person, college_code="consortium")
        for number in range(1, 5):
            day = rows.today + timedelta(days=(number - 4) * 70 + 9 + rank * 3)
            _meeting(rows, cast, body, number, day, members)


def _meeting(
    rows: Rows, cast: Cast, body: uuid.UUID, number: int, day: date, members: list[uuid.UUID]
) -> None:
    held = day < rows.today
    meeting = rows.add(
        Meeting,
        body_id=body,
        number=number,
        day=day,
        start=600,
        end=720,
        place_id=cast.places["mairie"],
        chair_id=cast.coordinator,
        secretary_id=members[1],
        notes="Les membres présentent leur trimestre, puis le groupe décide." if held else "",
        state="tenue" if held else "prevue",
    )
    for position, (title, minutes) in enumerate(_AGENDA, start=1):
        rows.add(AgendaItem, meeting_id=meeting, position=position, title=title, minutes=minutes, done=held)
    for rank, person in enumerate(members):
        status = "convoque" if not held else "excuse" if (rank + number) % 5 == 0 else "present"
        rows.add(
            MeetingAttendance,
            id=MeetingAttendance.key(meeting, person),
            meeting_id=meeting,
            professional_id=person,
            status=status,
        )
    if not held:
        return
    order = rows.meeting_orders[day.year] = rows.meeting_orders.get(day.year, 0) + 1
    _note_order(rows, cast, meeting, day.year, order)
    for rank, (text, kind, state) in enumerate(_DECISIONS, start=1):
        rows.add(
            Decision,
            meeting_id=meeting,
            number=f"{day.year}-{cast.letter}{order:02}-{rank:02}",
            text=text,
            type_code=kind,
            consensus=rank != 2,
            votes_for=6 if rank == 2 else None,
            votes_against=0 if rank == 2 else None,
            abstentions=1 if rank == 2 else None,
            responsible_id=members[rank % len(members)],
            due_on=day + timedelta(days=30) if kind == "decision" else None,
            state="fait" if number < 3 else state,
            done_on=day + timedelta(days=20) if number < 3 else None,
        )


def _note_order(rows: Rows, cast: Cast, meeting: uuid.UUID, year: int, order: int) -> None:
    """The next decision noted by hand follows those of the example."""
    for kind, last in (
        (f"reunion:{meeting.hex}", order),
        (f"decision:{meeting.hex}", len(_DECISIONS)),
    ):
        key = NumberSequence.key(kind, year, cast.letter)
        rows.add(NumberSequence, id=key, kind=kind, year=year, letter=cast.letter, last=last)


def make_evaluations(rows: Rows, cast: Cast, grid: uuid.UUID, criteria: list[uuid.UUID]) -> None:
    """An entry evaluation for most people, an exit one for those who left or are about to."""
    dice = rows.dice
    evaluators = [cast.professionals["Lefort"], cast.professionals["Tessier"]]
    people = cast.people if rows.scale.people < 1000 else cast.people[-4000:]
    for rank, (person, pathway, entry, left, reached) in enumerate(people):
        if dice.random() < 0.15:
            continue
        first = {c: dice.choice((1, 1, 2, 2, 3, None)) for c in criteria}
        _evaluation(
            rows, grid, person, pathway, "entree", entry + timedelta(days=9), evaluators[rank % 2], first
        )
        if left or (reached == "A" and dice.random() < 0.4):
            later = {
                c: None if v is None else min(4, v + dice.choice((0, 1, 1, 2))) for c, v in first.items()
            }
            day = min(left or rows.today, rows.today) - timedelta(days=3)
            moment = "sortie" if left else "mi_parcours"
            _evaluation(rows, grid, person, pathway, moment, day, evaluators[rank % 2], later)


def _evaluation(
    rows: Rows,
    grid: uuid.UUID,
    person: uuid.UUID,
    pathway: uuid.UUID,
    moment: str,
    day: date,
    evaluator: uuid.UUID,
    levels: dict[uuid.UUID, int | None],
) -> None:
    if day > rows.today:
        return
    evaluation = rows.add(
        Evaluation,
        grid_id=grid,
        participant_id=person,
        pathway_id=pathway,
        moment=moment,
        voice="professionnel",
        day=day,
        evaluator_id=evaluator,
        person_words="Maintenant je demande." if moment == "sortie" else "",
        finished_at=rows.now_ms,
    )
    for criterion, level in levels.items():
        rows.add(
            Answer,
            id=Answer.key(evaluation, criterion),
            evaluation_id=evaluation,
            criterion_id=criterion,
            level=level,
            not_observed=level is None,
        )


def make_budget(rows: Rows, cast: Cast) -> None:
    """100 000 € over two members and four briques; running costs at 14,3 % of the total."""
    year = rows.today.year
    budget_year = rows.add(
        BudgetYear, id=BudgetYear.key(cast.agreement, year), agreement_id=cast.agreement, year=year
    )
    version = rows.add(
        BudgetVersion,
        budget_year_id=budget_year,
        number=1,
        title="Budget initial",
        adopted_on=date(year, 1, 15),
    )
    for member, briques in _SHARES.items():
        for brique, thousands in briques.items():
            running = _RUNNING.get((member, brique), 0)
            for amount, is_running in ((thousands * 100_000 - running, False), (running, True)):
                if amount:
                    _line(rows, cast, version, member, brique, amount, running=is_running)
    _funding(rows, cast, version, budget_year)
    _expenses(rows, cast, budget_year, year)


def _line(
    rows: Rows, cast: Cast, version: uuid.UUID, member: str, brique: str, amount: int, *, running: bool
) -> None:
    rows.add(
        BudgetLine,
        version_id=version,
        side="charge",
        member_id=cast.structures[member],
        brique_code=brique,
        account_code="ind_fixes" if running else _ACCOUNTS[brique],
        label="Frais de fonctionnement" if running else "Actions de la brique",
        amount=amount,
        running_cost=running,
    )


def _funding(rows: Rows, cast: Cast, version: uuid.UUID, budget_year: uuid.UUID) -> None:
    year = rows.today.year
    for funder, account, amount in (
        ("etat", "74_etat", 8_000_000),
        ("departement", "74_departement", 2_000_000),
    ):
        rows.add(
            BudgetLine,
            version_id=version,
            side="produit",
            account_code=account,
            funder_id=cast.structures[funder],
            label="Subvention",
            amount=amount,
        )
        funding = rows.add(
            Funding,
            budget_year_id=budget_year,
            funder_id=cast.structures[funder],
            label=f"Subvention {year}",
            account_code=account,
            granted=amount,
            decided_on=date(year, 1, 20),
            status="accorde",
        )
        payments = (("avance", date(year, 2, 15), 50), ("acompte", date(year, 9, 15), 40))
        for kind, day, part in (*payments, ("solde", date(year + 1, 3, 31), 10)):
            for member, share in (("pressoir", 75), ("haies_vives", 25)):
                rows.add(
                    FundingPayment,
                    funding_id=funding,
                    member_id=cast.structures[member],
                    kind=kind,
                    expected_on=day,
                    received_on=day + timedelta(days=5) if rows.today > day + timedelta(days=5) else None,
                    amount=amount * share * part // 10_000,
                )


def _expenses(rows: Rows, cast: Cast, budget_year: uuid.UUID, year: int) -> None:
    dice = rows.dice
    rank = 0
    start = date(year, 1, 6)
    elapsed = max(1, (rows.today - start).days)
    for member, briques in _SHARES.items():
        for brique, thousands in briques.items():
            spent_share = min(0.82, 0.9 * elapsed / 365)
            parts = 6
            for part in range(parts):
                rank += 1
                day = start + timedelta(days=elapsed * part // parts)
                amount = round(thousands * 100_000 * spent_share / parts * dice.uniform(0.85, 1.1))
                late = part == parts - 1
                rows.add(
                    Expense,
                    id=keyed_id("expense", "demo", budget_year, rank),
                    budget_year_id=budget_year,
                    number=f"DE-{year}-{cast.letter}{rank:04}",
                    member_id=cast.structures[member],
                    brique_code=brique,
                    account_code=_ACCOUNTS[brique],
                    supplier=dice.choice(("Papeterie du Val", "Garage Harivel", "Épicerie sociale", "Paie")),
                    label=dice.choice(
                        ("Fournitures d’atelier", "Déplacements du mois", "Salaires", "Location")
                    ),
                    committed_on=day,
                    invoiced_on=None if late else day + timedelta(days=5),
                    paid_on=None if late else day + timedelta(days=20),
                    gross=amount,
                    share=10_000,
                    amount=amount,
                    running_cost=brique == "C" and part % 2 == 0,
                    status="engagee" if late else "acquittee",
                )
    rows.expense_rank = rank
