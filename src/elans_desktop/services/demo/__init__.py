"""The example classeur: an invented consortium, a year of life around today; and its very large version."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from elans_desktop.core import clock, resources
from elans_desktop.core.example import PHRASE
from elans_desktop.models.evaluations import Criterion, Grid
from elans_desktop.models.governance import Body
from elans_desktop.models.journal import NumberSequence
from elans_desktop.models.organisation import Agreement, Professional, Structure
from elans_desktop.services import files, numbering, setup
from elans_desktop.services.demo import (
    agenda,
    calendar,
    cast,
    life,
    papers,
    route,
    situations,
    support,
    timetable,
    twins,
)
from elans_desktop.services.demo.rows import LARGE, NORMAL, Rows
from elans_desktop.services.organisation import settings
from elans_desktop.storage.actor import actor_of
from elans_desktop.storage.recovery_code import RecoveryCode
from elans_desktop.storage.workspace import Workspace

TITLE = "Association Le Pressoir"

Progress = Callable[[int, int], None]


def silent(_done: int, _total: int) -> None:
    """Progress that nobody watches."""


def create_demo(
    folder: Path, *, passphrase: str = PHRASE, large: bool = False, progress: Progress = silent
) -> tuple[Workspace, RecoveryCode]:
    """Make the example in a new folder: 60 people, or 20,000 with 50,000 séances and 600,000 presences."""
    workspace, code = setup.create_workspace(
        folder,
        title=TITLE,
        preset="o2r",
        user_name="Marie Desmares",
        user_function="coordination",
        passphrase=passphrase,
    )
    try:
        with workspace.write("Exemple", kind=setup.CREATION_KIND) as session:
            fill(session, large=large, progress=progress)
    except BaseException:
        workspace.close(back_up=False)
        shutil.rmtree(folder, ignore_errors=True)  # a half-made example would be opened as a whole one
        raise
    return workspace, code


def open_or_create(folder: Path, progress: Progress = silent) -> Workspace:
    """The example of this machine, made the first time."""
    if (folder / "keys.json").exists():
        return Workspace.open(folder, passphrase=PHRASE, on_foreign="moved")
    return create_demo(folder, progress=progress)[0]


def fill(session: Session, *, large: bool, progress: Progress) -> None:
    """Write the example into a classeur just created."""
    rows = Rows(clock.today(), LARGE if large else NORMAL)
    ours = session.scalars(select(Structure).where(Structure.is_ours)).one()
    agreement = session.scalars(select(Agreement)).one()
    coordinator = session.scalars(select(Professional)).first()
    company = cast.Cast(
        agreement=agreement.id,
        ours=ours.id,
        coordinator=coordinator.id if coordinator else ours.id,
        letter=actor_of(session).letter,
    )
    logos = {
        name: files.store_logo(session, resources.read_bytes(f"demo_logos/{name}.png"))
        for name in ("pressoir", "haies_vives", "etat", "departement")
    }
    _introduce(ours, agreement, logos["pressoir"])
    settings.put(session, settings.SIGNATORY_NAME, "Jeanne Roussel")
    settings.put(session, settings.SIGNATORY_FUNCTION, "présidente")
    if large:
        agreement.start = agreement.start.replace(year=agreement.start.year - timetable.LARGE_YEARS)
    cast.make_structures(rows, company, logos)
    cast.make_professionals(rows, company)
    cast.make_people(rows, company)
    cast.make_anonymous_contacts(rows, company)
    route.keep_going(rows, company)
    route.make_route(rows, company)
    situations.settle(rows)
    calendar.make_activities(rows, company)
    if not large:
        agenda.enliven(rows, company)
        twins.make_twins(rows, company)
    bodies = session.execute(select(Body.id, Body.title).order_by(Body.title)).all()
    life.make_meetings(rows, company, [(body, title) for body, title in bodies])
    grid = session.scalars(select(Grid.id).where(Grid.code == "savoir_etre_o2r")).one()
    criteria = session.scalars(
        select(Criterion.id).where(Criterion.grid_id == grid).order_by(Criterion.position)
    ).all()
    life.make_evaluations(rows, company, grid, list(criteria))
    life.make_budget(rows, company)
    support.make_support(rows, company, actor_of(session).user_id)
    papers.make_papers(session, rows, company, actor_of(session).user_id)
    session.flush()
    _note_numbers(session, rows, company)
    rows.write(session, progress)


def _introduce(ours: Structure, agreement: Agreement, logo: str) -> None:
    ours.short_name = "Le Pressoir"
    ours.legal_form = "Association"
    ours.address = "4, rue du Lavoir"
    ours.postcode, ours.commune, ours.insee = "14500", "Vire Normandie", "14762"
    ours.siret = "12345678200002"
    ours.phone = "02 31 00 00 12"
    ours.email = "bonjour@pressoir.exemple.fr"
    ours.logo_sha256 = logo
    ours.is_training_provider, ours.nda = True, "28 14 00000 14"
    agreement.number = "O2R-28-014"
    agreement.eu_cofunded = True


def _note_numbers(session: Session, rows: Rows, company: cast.Cast) -> None:
    """The next numbers given by hand come after those of the example."""
    year = rows.today.year
    for held_in, order in rows.meeting_orders.items():
        key = NumberSequence.key("reunion", held_in, company.letter)
        rows.add(NumberSequence, id=key, kind="reunion", year=held_in, letter=company.letter, last=order)
    for kind, last in (
        (numbering.DOSSIER, company.last_number),
        (numbering.SHEET, rows.sheet_rank),
        (numbering.EXPENSE, rows.expense_rank),
    ):
        key = NumberSequence.key(kind, year, company.letter)
        sequence = session.get(NumberSequence, key)
        if sequence is None:
            session.add(NumberSequence(id=key, kind=kind, year=year, letter=company.letter, last=last))
        else:
            sequence.last = max(sequence.last, last)
    session.flush()
