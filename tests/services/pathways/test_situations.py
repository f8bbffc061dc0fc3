from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from elans_desktop.core.errors import InputError
from elans_desktop.models.participants import SituationChoice
from elans_desktop.services.organisation import settings
from elans_desktop.services.pathways import iae_criteria, situation_compare, situations
from elans_desktop.services.pathways.iae_criteria import suggested
from elans_desktop.services.pathways.situation_inputs import QUESTIONS, TITLES
from elans_desktop.services.pathways.situations import ENTRY, EXIT, LATER, MIDDLE, SituationInput
from elans_desktop.storage.workspace import Workspace
from tests.support.organisation import acting_as
from tests.support.route_world import BORN, Road, road
from tests.support.route_world import ENTRY as ENTERED


@pytest.fixture
def lucie(workspace: Workspace) -> Iterator[Road]:
    with road(workspace) as made:
        yield made


def entry(lucie: Road, **answers: object) -> SituationInput:
    return SituationInput(lucie.pathway, ENTRY, ENTERED, **answers)  # pyright: ignore[reportArgumentType]


def known(lucie: Road) -> dict[str, SituationInput]:
    return lucie.read(situations.of_pathway, lucie.pathway)


def test_every_question_has_a_title_and_may_be_typed() -> None:
    typed = {name for name in SituationInput.__slots__ if name not in ("pathway_id", "moment")}
    assert set(TITLES) == typed
    assert set(QUESTIONS) <= typed


def test_unchanged_since_the_entry_fills_the_blanks_of_a_moment_already_begun(lucie: Road) -> None:
    lucie.write(situations.save, entry(lucie, family="parent_isole", children=2, resources=("rsa",)))
    begun = SituationInput(
        lucie.pathway, EXIT, date(2027, 4, 30), family="couple_enfants", employment="precaire"
    )
    lucie.write(situations.save, begun)
    lucie.write(situations.copy_entry, lucie.pathway, EXIT)
    found = known(lucie)[EXIT]
    assert (found.family, found.employment, found.collected_on) == (
        "couple_enfants", "precaire", date(2027, 4, 30),
    )  # fmt: skip
    assert (found.children, found.resources) == (2, ("rsa",))


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (MIDDLE, date(2026, 8, 17)),
        (EXIT, date(2027, 5, 5)),
        (EXIT, date(1996, 3, 1)),
        (LATER, date(2026, 1, 1)),
    ],
)
def test_a_day_that_cannot_be_is_said(lucie: Road, moment: str, day: date) -> None:
    lucie.write(situations.save, entry(lucie))
    with pytest.raises(InputError) as refused:
        lucie.write(situations.save, SituationInput(lucie.pathway, moment, day))
    assert list(refused.value.fields) == ["collected_on"]


def test_the_entry_cannot_come_after_the_exit(lucie: Road) -> None:
    lucie.write(situations.save, entry(lucie))
    lucie.write(situations.save, SituationInput(lucie.pathway, EXIT, date(2027, 4, 30)))
    with pytest.raises(InputError) as refused:
        lucie.write(situations.save, replace(entry(lucie), collected_on=date(2027, 5, 1)))
    assert list(refused.value.fields) == ["collected_on"]
    lucie.write(situations.save, replace(entry(lucie), collected_on=date(2027, 4, 30)))


def test_side_by_side_only_what_changed_stands_out(lucie: Road) -> None:
    lucie.write(
        situations.save,
        entry(lucie, family="parent_isole", children=0, housing="chez_tiers", resources=("rsa", "ass")),
    )
    lucie.write(
        situations.save,
        SituationInput(
            lucie.pathway,
            EXIT,
            date(2027, 4, 30),
            family="parent_isole",
            children=1,
            resources=("ass", "rsa"),
            mobility=("deux_roues", "transports"),
            administrative="titre_valide",
            administrative_until=date(2028, 1, 31),
        ),
    )
    found = lucie.read(situation_compare.of_pathway, lucie.pathway)
    assert found.moments == ((ENTRY, "Entrée", ENTERED), (EXIT, "Sortie", date(2027, 4, 30)))
    lines = {line.title: [(one.words, one.changed) for one in line.answers] for line in found.lines}
    assert lines == {
        "Situation familiale": [("Parent isolé", False), ("Parent isolé", False)],
        "Enfants à charge": [("0", False), ("1", True)],
        "Logement": [("Hébergé chez un tiers", False), ("", False)],
        "Statut administratif": [("", False), ("Titre de séjour valide", False)],
        "Valable jusqu’au": [("", False), ("31/01/2028", False)],
        "Ressources (sans montant)": [("ASS, RSA", False), ("ASS, RSA", False)],
        "Mobilité": [("", False), ("Deux-roues, vélo, Transports en commun", False)],
    }
    assert found.changes == 1


def test_nothing_recorded_compares_to_nothing(lucie: Road) -> None:
    found = lucie.read(situation_compare.of_pathway, lucie.pathway)
    assert (found.moments, found.lines, found.changes) == ((), (), 0)


def test_the_boxes_of_the_iae_each_name_their_proof(lucie: Road) -> None:
    shown = lucie.read(iae_criteria.visible, lucie.person)
    assert all(one.proof for one in shown)
    assert {one.code for one in shown} & {"rqth", "detention", "ase"} == set(), "off by default"
    lucie.write(settings.put, settings.SENSITIVE_BLOCK, True)
    assert {one.code for one in lucie.read(iae_criteria.visible, lucie.person)} >= {
        "rqth",
        "detention",
        "ase",
    }
    with acting_as(lucie.workspace, "accueil"):
        assert lucie.read(iae_criteria.visible, lucie.person) == ()


def ticked(lucie: Road) -> set[str]:
    with lucie.workspace.read() as session:
        query = select(SituationChoice.code).where(SituationChoice.list_code == iae_criteria.LIST)
        return set(session.scalars(query))


def test_who_does_not_see_the_boxes_neither_loses_nor_ticks_any(lucie: Road) -> None:
    lucie.write(settings.put, settings.SENSITIVE_BLOCK, True)
    lucie.write(situations.save, entry(lucie, iae=("rsa", "rqth")))
    assert known(lucie)[ENTRY].iae == ("rqth", "rsa")
    with acting_as(lucie.workspace, "accueil"):
        seen = known(lucie)[ENTRY]
        assert seen.iae is None
        lucie.write(situations.save, replace(seen, family="autre"))
        lucie.write(situations.save, replace(seen, iae=("detention",)))
    assert ticked(lucie) == {"rsa", "rqth"}
    lucie.write(settings.put, settings.SENSITIVE_BLOCK, False)
    seen = known(lucie)[ENTRY]
    assert seen.iae == ("rsa",), "what the block hides is not read"
    lucie.write(situations.save, replace(seen, iae=("parent_isole", "detention")))
    assert ticked(lucie) == {"parent_isole", "rqth"}, "nor untouched, nor ticked"
    assert not {"rqth", "rsa"} & set(repr(seen).replace("'", " ").split())


def test_the_boxes_do_not_weigh_in_the_blanks(lucie: Road) -> None:
    assert entry(lucie, iae=("rsa",)).blanks == entry(lucie).blanks


@pytest.mark.parametrize(
    ("answers", "age", "zone", "expected"),
    [
        ({}, None, None, ()),
        ({"resources": ("rsa", "ass", "aah", "are")}, 30, None, ("rsa", "ass", "aah")),
        ({"employment": "inscrit_plus_24"}, 30, None, ("deld_24",)),
        ({"employment": "inscrit_12_24"}, 30, None, ("deld_12_24",)),
        ({"employment": "inscrit_moins_12"}, 30, None, ()),
        ({"education": "niveau_3"}, 30, None, ("niveau_cap",)),
        ({"education": "niveau_4"}, 30, None, ()),
        ({}, 25, None, ("jeune_26",)),
        ({}, 26, None, ()),
        ({}, 50, None, ()),
        ({}, 51, None, ("senior_50",)),
        ({"family": "parent_isole"}, 30, "frr", ("parent_isole", "frr")),
        ({"housing": "sans_hebergement"}, 30, None, ("sans_hebergement",)),
        ({"administrative": "protection"}, 30, "qpv", ("protege", "qpv")),
        ({"french": "fle_infra_a1"}, 30, None, ("francais_a1",)),
        ({"french": "fle_a1", "mobility": ("aucun",)}, 30, "autre", ("mobilite",)),
    ],
)
def test_likely_boxes_come_from_the_answers(
    answers: dict, age: int | None, zone: str | None, expected: tuple[str, ...]
) -> None:
    typed = SituationInput(uuid.uuid4(), ENTRY, **answers)
    assert suggested(typed, age=age, zone=zone) == expected


def test_a_situation_before_birth_is_refused_even_at_the_entry(lucie: Road) -> None:
    with pytest.raises(InputError):
        lucie.write(situations.save, replace(entry(lucie), collected_on=date(1996, 3, 1)))
    lucie.write(situations.save, replace(entry(lucie), collected_on=BORN))
