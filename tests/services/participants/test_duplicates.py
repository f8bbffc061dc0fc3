"""Who may be whom: as one types, in an import, on demand; and those told apart."""

from __future__ import annotations

import random
import uuid
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from elans_desktop.core import clock
from elans_desktop.core.errors import Cancelled, NotFoundError, PermissionDenied
from elans_desktop.models.participants import Participant
from elans_desktop.models.privacy import DistinctPair
from elans_desktop.services.participants import duplicates, likeness
from elans_desktop.services.participants.duplicates import TwinPair
from elans_desktop.services.participants.likeness import Index, Person
from elans_desktop.services.participants.participants import ParticipantInput
from elans_desktop.services.participants.person_merge import MergeInput, merge
from elans_desktop.storage.workspace import Workspace
from tests.support.organisation import acting_as, fill
from tests.support.people import NOW, add_person, change_person

BORN = date(1998, 3, 12)
CLOSE = "mêmes noms, dates de naissance proches"


def made(
    last: str = "Bazin", first: str = "Lucie", born: date | None = BORN, phone: str = "", birth: str = ""
) -> Person:
    return likeness.person(uuid.uuid4(), last, birth, first, born, phone)


@pytest.mark.parametrize(
    ("other", "least", "reason"),
    [
        (made(), 100, "mêmes noms, même date de naissance"),
        (made("BAZIN", "lucie"), 100, "mêmes noms, même date de naissance"),
        (made("Lucie", "Bazin"), 98, "nom et prénom inversés, même date de naissance"),
        (
            made("Morel", birth="Bazin"),
            99,
            "le nom d’usage de l’un est le nom de naissance de l’autre, même date de naissance",
        ),
        (
            made(born=date(1998, 12, 3)),
            92,
            f"{CLOSE} (12/03/1998 et 03/12/1998)",
        ),
        (
            made(born=date(1998, 3, 13)),
            92,
            f"{CLOSE} (12/03/1998 et 13/03/1998)",
        ),
        (
            made(born=date(1988, 3, 12)),
            92,
            f"{CLOSE} (12/03/1998 et 12/03/1988)",
        ),
        (made(born=None), 72, "mêmes noms, date de naissance connue d’un seul côté"),
        (made("Bazain"), 85, "même prénom, noms proches, même date de naissance"),
        (made(first="Lucie-Anne"), 85, "même nom, prénoms proches, même date de naissance"),
    ],
)
def test_what_looks_alike_says_why(other: Person, least: int, reason: str) -> None:
    alike = likeness.compare(made(), other)
    assert alike is not None
    assert (alike.score, alike.reason) == (least, reason)
    back = likeness.compare(other, made())
    assert back is not None
    assert back.score == least, "whichever comes first"


@pytest.mark.parametrize(
    "other",
    [
        made(born=date(1980, 7, 1)),
        made("Morel"),
        made("Bazin", "Kévin"),
        made("Bazinet", "Lucas", None),
        made("", "", BORN),
    ],
)
def test_what_only_resembles_says_nothing(other: Person) -> None:
    assert likeness.compare(made(), other) is None


def test_a_telephone_brings_together_those_whom_nothing_parts() -> None:
    phone = "06 12 34 56 78"
    mine = made(phone=phone)

    def with_phone(**said: object) -> int:
        alike = likeness.compare(mine, made(phone="+33 6.12.34.56.78", **said))  # pyright: ignore[reportArgumentType]
        return alike.score if alike else 0

    assert with_phone(last="Morel") == 80
    assert with_phone(last="Morel", born=None) == 60
    assert with_phone(last="Morel", first="Kévin", born=None) == 40
    assert with_phone(born=date(1970, 1, 1)) == 60
    assert with_phone(last="Bazin", first="Kévin", born=date(1970, 1, 1)) == 0, "a family shares a telephone"


def test_a_switchboard_is_nobody_s_telephone() -> None:
    people = [made(f"Nom{rank}", f"Prénom{rank}", None, "02 33 11 22 33") for rank in range(8)]
    assert Index(people).find(people[0]) == []


@given(st.dates(min_value=date(1930, 1, 1), max_value=date(2015, 12, 31)))
def test_close_births_are_close_both_ways(day: date) -> None:
    for other in likeness.neighbours(day):
        assert likeness.close(other, day)
        assert other != day


@given(st.text("abcdefg", min_size=4, max_size=10), st.text("abcdefg", min_size=4, max_size=10))
def test_near_names_are_near_both_ways(one: str, other: str) -> None:
    assert likeness.near(one, other) == likeness.near(other, one)
    assert likeness.near(one, one[:2] + one[3] + one[2] + one[4:])


@given(st.integers(0, 10**6))
def test_looking_through_the_index_finds_what_comparing_all_would(seed: int) -> None:
    chance = random.Random(seed)
    people = [
        made(
            chance.choice(["Bazin", "Bazain", "Morel", "Lucie"]),
            chance.choice(["Lucie", "Bazin", "Anne"]),
            chance.choice([None, BORN, BORN + timedelta(days=1), date(1980, 1, 1)]),
            chance.choice(["", "", "0612345678"]) if chance.random() < 0.2 else "",
            chance.choice(["", "Morel"]),
        )
        for _ in range(12)
    ]
    index = Index(people)
    for one in people:
        wanted = {o.id for o in people if o.id != one.id and likeness.compare(one, o)}
        found = {other.id for other, _alike in index.find(one)}
        assert found <= wanted
        missed = [o for o in people if o.id in wanted - found]
        assert all(o.phone and o.phone == one.phone for o in missed), "a switchboard alone is passed over"


def test_many_homonyms_are_not_compared_two_by_two() -> None:
    days = [date(1950, 1, 1) + timedelta(days=37 * rank) for rank in range(400)]
    index = Index(made(born=day) for day in days)
    target = made(born=days[200])
    found = index.find(target)
    assert found[0][1].score == 100
    assert {other.born for other, _alike in found} == {
        day for day in days if day == target.born or likeness.close(day, days[200])
    }


@pytest.fixture
def agreement(workspace: Workspace) -> Iterator[uuid.UUID]:
    with clock.fixed(NOW):
        yield fill(workspace)


def typed_twins(workspace: Workspace, **typed: object) -> dict[uuid.UUID, int]:
    with workspace.read() as session:
        found = duplicates.twins(session, ParticipantInput(**typed))  # pyright: ignore[reportArgumentType]
    return {row.id: row.score for row in found}


def test_twins_are_found_while_one_types(workspace: Workspace, agreement: uuid.UUID) -> None:
    first = add_person(workspace, "Bazin", "Lucie", birth_date=BORN)
    married = add_person(workspace, "Morel", "Lucie", birth_name="Bazin", birth_date=BORN)
    homonym = add_person(workspace, "Bazin", "Lucie", birth_date=date(1980, 1, 1), phone="0611223344")
    slip = add_person(workspace, "Bazyn", "Lucie", birth_date=BORN)
    assert typed_twins(workspace, last_name="bazin", first_name="LUCIE", birth_date=BORN) == {
        first: 100,
        married: 99,
        slip: 85,
    }
    assert set(typed_twins(workspace, last_name="Lucie", first_name="Bazin", birth_date=BORN)) == {
        first,
        married,
    }
    assert set(typed_twins(workspace, last_name="Bazin", first_name="Lucie")) == {first, married, homonym}
    assert typed_twins(workspace, id=first, last_name="Bazin", first_name="Lucie", birth_date=BORN) == {
        married: 99,
        slip: 85,
    }
    assert set(typed_twins(workspace, first_name="Lucie", last_name="X", phone="06 11 22 33 44")) == {homonym}
    assert typed_twins(workspace, last_name="", first_name="") == {}
    assert typed_twins(workspace, last_name="%", first_name="_") == {}


def scanned(workspace: Workspace) -> tuple[TwinPair, ...]:
    with workspace.read() as session:
        return duplicates.scan(session)


def test_the_whole_classeur_is_looked_through(workspace: Workspace, agreement: uuid.UUID) -> None:
    lucie = add_person(workspace, "Bazin", "Lucie", birth_date=BORN)
    slip = add_person(workspace, "Bazin", "Lucie", birth_date=date(1998, 3, 21))
    same = add_person(workspace, "bazin", "lucie", birth_date=BORN)
    add_person(workspace, "Cissé", "Mariama", birth_date=BORN)
    pairs = scanned(workspace)
    assert [(pair.first.id, pair.second.id, pair.score) for pair in pairs] == [(lucie, same, 100)]
    change_person(workspace, slip, "Corriger", birth_date=date(1998, 3, 11))
    assert [pair.score for pair in scanned(workspace)] == [100, 92, 92]
    assert "Bazin" not in repr(pairs)


def test_those_told_apart_are_never_proposed_again(workspace: Workspace, agreement: uuid.UUID) -> None:
    one = add_person(workspace, "Bazin", "Lucie", birth_date=BORN)
    other = add_person(workspace, "Bazin", "Lucie", birth_date=BORN)
    for _ in range(2):
        with workspace.write("Distinguer") as session:
            duplicates.tell_apart(session, other, one)
    assert scanned(workspace) == ()
    assert typed_twins(workspace, id=one, last_name="Bazin", first_name="Lucie", birth_date=BORN) == {}
    assert set(typed_twins(workspace, last_name="Bazin", first_name="Lucie")) == {one, other}
    with workspace.read() as session:
        assert len(session.scalars(select(DistinctPair)).all()) == 1
    with pytest.raises(NotFoundError), workspace.write("Distinguer") as session:
        duplicates.tell_apart(session, one, uuid.uuid4())
    workspace.undo()
    assert len(scanned(workspace)) == 1


def test_a_file_that_joined_another_speaks_for_it(workspace: Workspace, agreement: uuid.UUID) -> None:
    kept = add_person(workspace, "Morel", "Lucie", birth_date=BORN)
    other = add_person(workspace, "Bazin", "Lucie", birth_date=BORN)
    with workspace.write("Réunir") as session:
        merge(session, MergeInput(kept, other))
    assert scanned(workspace) == ()
    assert typed_twins(workspace, last_name="Bazin", first_name="Lucie", birth_date=BORN) == {kept: 100}


def test_archived_files_are_looked_through_and_anonymised_ones_are_not(
    workspace: Workspace, agreement: uuid.UUID
) -> None:
    old = add_person(workspace, "Bazin", "Lucie", birth_date=BORN)
    new = add_person(workspace, "Bazin", "Lucie", birth_date=BORN)
    with workspace.write("Archiver") as session:
        session.get_one(Participant, old).archived_on = NOW.date()
    (pair,) = scanned(workspace)
    assert (pair.first.id, pair.second.id, pair.second.archived) == (new, old, True), "the open one stays"
    with workspace.write("Marquer") as session:
        session.get_one(Participant, old).restricted_on = NOW.date()
    assert scanned(workspace) == ()


def test_progress_is_told_and_the_work_can_be_stopped(workspace: Workspace, agreement: uuid.UUID) -> None:
    add_person(workspace, "Bazin", "Lucie")
    steps: list[tuple[int, int]] = []
    with workspace.read() as session:
        duplicates.scan(session, lambda done, total: steps.append((done, total)))
    assert steps == [(0, 1), (1, 1)]

    def stop(_done: int, _total: int) -> None:
        raise Cancelled

    with workspace.read() as session, pytest.raises(Cancelled):
        duplicates.scan(session, stop)


def test_who_may_not_look_through_the_files(workspace: Workspace, agreement: uuid.UUID) -> None:
    with acting_as(workspace, "accueil"), workspace.read() as session, pytest.raises(PermissionDenied):
        duplicates.scan(session)
