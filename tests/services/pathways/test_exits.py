from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from elans_desktop.core.resources import read_json
from elans_desktop.services.organisation import reference
from elans_desktop.services.participants.participants import ParticipantInput
from elans_desktop.services.pathways import exit_meanings, pathways
from elans_desktop.services.pathways.exit_checklist import gaps
from elans_desktop.services.pathways.exit_meanings import ExitMeaning
from elans_desktop.services.pathways.pathways import PathwayInput
from elans_desktop.storage.workspace import Workspace
from tests.support.route_world import Road, road

E, F, D = "Emploi", "Formation professionnelle", "Droit commun"
DOMAIN = {
    "E1": (E, "Emploi durable", "En emploi"),
    "E2": (E, "Emploi durable", "En emploi"),
    "E3": (E, "Emploi durable", "En emploi"),
    "E4": (E, "Emploi durable", "En emploi"),
    "E5": (E, "Emploi de transition", "En emploi"),
    "E6": (E, "Emploi de transition", "En emploi"),
    "E7": (E, "Sortie positive", "En emploi"),
    "E8": (E, "Sortie positive", "En emploi"),
    "F1": (F, "Sortie positive", "En formation"),
    "F2": (F, "Sortie positive", "En formation"),
    "F3": ("Formation initiale", "Sortie positive", "En formation"),
    "D1": (D, "Autre sortie", "En recherche d’emploi"),
    "D2": (D, "Autre sortie", "En recherche d’emploi"),
    "D3": (D, "Autre sortie", "Selon le cas"),
    "D4": (D, "Autre sortie", "Selon le cas"),
    "D5": (D, "Autre sortie", "Selon le cas"),
    "D6": (D, "Autre sortie", "Inactif"),
    "A1": ("Autre", "Autre sortie", "Situation inchangée"),
    "A2": ("Autre", "Autre sortie", "Inconnue"),
    "A3": ("Autre", "Autre sortie", "Inconnue"),
    "N1": ("Neutralisée", "Hors calcul", "Inconnue"),
    "N2": ("Neutralisée", "Hors calcul", "Inconnue"),
    "N3": ("Neutralisée", "Hors calcul", "Sans objet"),
}
"""Domain, types of exit; the three vocabularies."""


@pytest.fixture
def lucie(workspace: Workspace) -> Iterator[Road]:
    with road(workspace) as made:
        yield made


@pytest.fixture
def meanings(lucie: Road) -> dict[str, ExitMeaning]:
    return lucie.read(exit_meanings.meanings)


def test_one_exit_is_said_in_three_vocabularies(meanings: dict[str, ExitMeaning]) -> None:
    assert {code: (one.o2r, one.iae, one.fse) for code, one in meanings.items()} == DOMAIN
    assert {code for code, one in meanings.items() if one.solution} == {c for c in DOMAIN if c[0] in "EFD"}
    assert {code for code, one in meanings.items() if one.dynamic} == {c for c in DOMAIN if c[0] in "EF"}
    assert {code for code, one in meanings.items() if one.neutral} == {"N1", "N2", "N3"}


def test_the_lines_say_which_rates_the_exit_counts_in(meanings: dict[str, ExitMeaning]) -> None:
    lines = {vocabulary[:4]: words for vocabulary, words in meanings["E7"].lines(certified=True)}
    assert lines == {
        "O2R": "Emploi, sortie vers une solution",
        "IAE": "Sortie positive, sortie dynamique",
        "FSE+": "En emploi, et qualification obtenue",
    }
    assert dict(meanings["D1"].lines())["IAE"] == "Autre sortie"
    assert "neutralisée" in dict(meanings["N1"].lines())["O2R"]
    assert "trancher avec le financeur" in dict(meanings["E8"].lines())["FSE+, à\u00a0la sortie"]


def test_the_whole_is_never_called_sorties_positives() -> None:
    words = repr(read_json("reference/exits.json")) + repr(read_json("reference/indicators.json"))
    assert "sorties positives" not in words.lower()


def test_the_words_of_the_organisation_are_those_shown(lucie: Road) -> None:
    lucie.write(reference.rename, "exit_families_o2r", "emploi", "Vers l’emploi")
    assert lucie.read(exit_meanings.meanings)["E1"].o2r == "Vers l’emploi"


def test_the_exit_is_kept_whole(lucie: Road) -> None:
    destination = lucie.structure("Auberge du Lac")
    known = lucie.read(pathways.of_participant, lucie.person)[0].input
    typed = replace(
        known,
        exit_on=date(2027, 4, 30),
        exit_code="E5",
        certified=True,
        exit_structure_id=destination,
        exit_note="Contrat de quatre mois.",
        distance_exit="proche",
        distance_note="Elle a tenu ses horaires.",
    )
    lucie.write(pathways.save, typed)
    found = lucie.read(pathways.of_participant, lucie.person)[0]
    assert (found.input, found.status) == (typed, pathways.LEFT)


NOBODY = ParticipantInput(last_name="Bazin")
OPEN = PathwayInput(uuid.uuid4(), uuid.uuid4(), entry_on=date(2026, 8, 18))


def missing(person: ParticipantInput, pathway: PathwayInput, **more: object) -> list[str]:
    facts = {"situations": (), "evaluations": (), "enrolled": 0} | more
    return [gap.words for gap in gaps(person, pathway, **facts)]  # pyright: ignore[reportArgumentType]


def test_preparing_an_exit_says_what_is_missing() -> None:
    assert missing(NOBODY, OPEN, enrolled=2) == [
        "la date de sortie",
        "le motif",
        "la structure de destination",
        "la distance à l’emploi",
        "la situation à la sortie",
        "l’évaluation de sortie",
        "un moyen de rappeler la personne",
        "2 activités l’attendent encore",
    ]


def test_nothing_is_missing_once_all_is_said() -> None:
    left = replace(
        OPEN, exit_on=date(2027, 4, 30), exit_code="E1", exit_structure_id=uuid.uuid4(), distance_exit="pret"
    )
    reachable = replace(NOBODY, reachable_referent="Sa sœur, à Flers")
    assert missing(reachable, left, situations=("entree", "sortie"), evaluations=("sortie",)) == []
    assert missing(reachable, left, situations=("entree",), evaluations=("entree",)) == [
        "la situation à la sortie",
        "l’évaluation de sortie",
    ]


@pytest.mark.parametrize("code", ["A1", "A2", "A3"])
def test_an_exit_towards_nowhere_needs_no_destination(code: str) -> None:
    assert "la structure de destination" not in missing(NOBODY, replace(OPEN, exit_code=code))


def test_after_a_death_nothing_more_is_asked() -> None:
    assert missing(NOBODY, replace(OPEN, exit_on=date(2027, 4, 30), exit_code="N3"), enrolled=1) == [
        "une activité l’attend encore"
    ]
