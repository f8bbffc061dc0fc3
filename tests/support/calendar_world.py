"""A small agenda for tests: two structures, two places, three trainers, one agreement, invented people."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy.orm import Session

from elans_desktop.core import clock
from elans_desktop.models.organisation import Agreement, Place, Professional, Scheme, Structure
from elans_desktop.models.participants import Participant
from elans_desktop.services.calendar import activities, enrolments, seances, sheet_states
from elans_desktop.services.calendar.activities import ActivityInput
from elans_desktop.services.calendar.seances import SeanceInput, SlotInput
from elans_desktop.services.organisation import reference

PEOPLE = (
    ("Aubert", "Kévin"),
    ("Brionne", "Estelle"),
    ("Cissé", "Mariama"),
    ("Delaunay", "Mathis"),
    ("Duval", "Sandrine"),
    ("El Amrani", "Youssef"),
    ("Hamel", "Océane"),
    ("Jouenne", "Patrick"),
    ("Lebreton", "Jordan"),
    ("Lemonnier", "Bruno"),
    ("Poulain", "Sylvie"),
    ("Toutain", "Manon"),
)


@dataclass
class World:
    """Identifiers of what was made."""

    agreement: uuid.UUID
    structures: list[uuid.UUID]
    places: list[uuid.UUID]
    trainers: list[uuid.UUID]
    people: list[uuid.UUID] = field(default_factory=list)


def build(session: Session, people: int = 12) -> World:
    """Fill an empty classeur; the session belongs to someone who may do everything."""
    reference.ensure_reference(session)
    scheme = Scheme(id=Scheme.key("o2r"), code="o2r", label="O2R", options={})
    session.add(scheme)
    agreement = Agreement(
        scheme_id=scheme.id,
        title="O2R 2026–2028",
        number="O2R-28-2026-014",
        start=date(2026, 1, 1),
        end=date(2028, 12, 31),
        ceiling_rate=1500,
        ceiling_base="total_budget",
        transfer_clause="",
        eu_cofunded=False,
    )
    structures = [_structure("Association Le Pressoir", ours=True), _structure("Le Fil Vert", ours=False)]
    places = [_place("Hangar du Pressoir", "Vire", 12), _place("Mairie, salle 2", "Flers", None)]
    session.add_all([agreement, *structures, *places])
    session.flush()
    trainers = [
        _trainer("Prével", "Jonas", structures[0].id),
        _trainer("Lefort", "Nadia", structures[0].id),
        _trainer("Tanguy", "Claire", structures[1].id),
    ]
    session.add_all(trainers)
    persons = [_person(index, *PEOPLE[index % len(PEOPLE)]) for index in range(people)]
    session.add_all(persons)
    session.flush()
    return World(
        agreement.id,
        [one.id for one in structures],
        [one.id for one in places],
        [one.id for one in trainers],
        [one.id for one in persons],
    )


def activity(
    session: Session,
    world: World,
    title: str = "Atelier vélo",
    *,
    brique: str | None = "M",
    people: int = 0,
    structure: int = 0,
    capacity: int | None = None,
) -> uuid.UUID:
    """An activity, and its first `people` participants enrolled for every séance."""
    made = activities.save(
        session,
        ActivityInput(
            title,
            world.agreement,
            world.structures[structure],
            brique_code=brique,
            place_id=world.places[0],
            capacity=capacity,
            trainer_ids=(world.trainers[0],),
        ),
    )
    if people:
        enrolments.enrol(session, made, world.people[:people])
    return made


def seance(
    session: Session,
    world: World,
    activity_id: uuid.UUID,
    day: date,
    *slots: tuple[int, int],
    place: int | None = 0,
    trainers: tuple[int, ...] = (0,),
) -> uuid.UUID:
    """A séance with slots given in hours (9, 12); morning and afternoon when none is given."""
    held = tuple(world.trainers[index] for index in trainers)
    wanted = slots or ((9, 12), (14, 17))
    return seances.save(
        session,
        SeanceInput(
            activity_id,
            day,
            tuple(SlotInput(start * 60, end * 60, None, held) for start, end in wanted),
            place_id=None if place is None else world.places[place],
        ),
    )


def validate(session: Session, sheet_id: uuid.UUID) -> None:
    """Print a sheet, note it back signed today, and validate it: its presences are entered."""
    sheet_states.mark_printed(session, [sheet_states.get(session, sheet_id).number])
    sheet_states.validate(session, sheet_id, clock.today())


def _structure(name: str, *, ours: bool) -> Structure:
    return Structure(
        name=name,
        short_name=name.removeprefix("Association "),
        legal_form="Association",
        address="2 rue du Pressoir",
        postcode="14500",
        commune="Vire",
        insee="14762",
        siret="",
        nda="",
        phone="",
        email="",
        website="",
        is_ours=ours,
        is_training_provider=False,
        notes="",
    )


def _place(name: str, commune: str, capacity: int | None) -> Place:
    return Place(
        name=name,
        address="",
        postcode="",
        commune=commune,
        insee="",
        capacity=capacity,
        itinerant=False,
        notes="",
    )


def _trainer(last_name: str, first_name: str, structure_id: uuid.UUID) -> Professional:
    return Professional(
        last_name=last_name,
        first_name=first_name,
        function="Formateur",
        structure_id=structure_id,
        phone="",
        email="",
        is_trainer=True,
        is_referent=False,
    )


def _person(index: int, last_name: str, first_name: str) -> Participant:
    blank = dict.fromkeys(
        "birth_name address domiciliation postcode commune insee phone email contact_person "
        "reachable_referent language notes information_given_by".split(),
        "",
    )
    return Participant(number=f"2026-A{index + 1:04}", last_name=last_name, first_name=first_name, **blank)
