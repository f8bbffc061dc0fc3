"""The road of the people of the example: orientation, immersions, aids, papers, exits and calls after them.

Its own dice: the rest of the example does not move when this part grows.
"""

from __future__ import annotations

import random
import uuid
from datetime import date, timedelta
from typing import Any

from elans_desktop.core import clock
from elans_desktop.models.participants import (
    Pathway,
    PathwayBrique,
    PathwayGround,
    Situation,
    SituationChoice,
)
from elans_desktop.models.support import FinancialAid, FollowUpCall, HandedDocument, Immersion
from elans_desktop.services.demo.cast import Cast
from elans_desktop.services.demo.rows import Rows
from elans_desktop.services.pathways.pathway_status import limit_day
from elans_desktop.services.pathways.situation_inputs import EXIT

Line = dict[str, Any]
_HOSTS = (
    ("menuiserie", "Aide-menuisier", "Ponçage, montage, rangement de l’atelier."),
    ("ferme", "Ouvrière maraîchère, ouvrier maraîcher", "Semis, récolte, vente à la ferme."),
)
_OUTCOMES = (
    "Ponctualité tenue, envie de recommencer.",
    "Le métier plaît, le rythme reste à prendre.",
    "Le projet est confirmé.",
    "Le métier ne convient pas : autre piste à chercher.",
)
_AIDS = (
    ("permis", "Code de la route", 30_000, "departement"),
    ("transport", "Trois pleins pour l’immersion", 9_000, "mission_locale"),
    ("garde", "Halte-garderie du mercredi", 12_000, "departement"),
    ("equipement", "Chaussures de sécurité", 6_490, "mission_locale"),
    ("numerique", "Téléphone reconditionné", 8_000, "panier"),
)
_ANSWERS = {"E": "joint_emploi", "F": "joint_formation", "D": "joint_recherche"}
_NOWHERE = ("A", "N")
GOING_ON = 4
"""People whose pathway goes on around the limit."""
_DISTANCES = ("tres_eloigne", "eloigne", "en_chemin", "proche", "pret")
_WHY = ("Deux freins à lever d’abord.", "Le rythme revient.", "Le projet est réaliste.", "")


def keep_going(rows: Rows, cast: Cast) -> None:
    """A few people did not leave: their nine months end soon, or have just ended."""
    first, last = rows.today - timedelta(days=40), rows.today + timedelta(days=28)
    left = [one for one in rows.tables[Pathway] if one["exit_on"] and one["entry_on"]]
    near = [one for one in left if first <= (limit_day(one["entry_on"], 9) or date.max) <= last]
    staying = {one["id"]: one["exit_on"] for one in near[-GOING_ON:]}
    for pathway in near[-GOING_ON:]:
        pathway["exit_on"] = pathway["exit_code"] = None
    if near:
        near[-1]["extension_code"] = "entree_prevue"
        near[-1]["extension_reason"] = "Contrat d’apprentissage signé pour septembre."
    for stay in rows.tables[PathwayBrique]:
        if staying.get(stay["pathway_id"]) == stay["end_on"]:
            stay["end_on"] = None
    gone = {
        one["id"] for one in rows.tables[Situation] if one["moment"] == EXIT and one["pathway_id"] in staying
    }
    rows.tables[Situation] = [one for one in rows.tables[Situation] if one["id"] not in gone]
    rows.tables[SituationChoice] = [
        one for one in rows.tables[SituationChoice] if one["situation_id"] not in gone
    ]
    cast.people = [
        (person, pathway, entry, None if pathway in staying else exit_on, reached)
        for person, pathway, entry, exit_on, reached in cast.people
    ]


def make_route(rows: Rows, cast: Cast) -> None:
    """Fill in what the pathways of the example still lack."""
    dice = random.Random(2028)
    stays: dict[uuid.UUID, list[Line]] = {}
    for stay in rows.tables[PathwayBrique]:
        stays.setdefault(stay["pathway_id"], []).append(stay)
    for pathway in rows.tables[Pathway]:
        _orient(rows, cast, dice, pathway)
        if pathway["entry_on"] is None:
            continue
        _accompany(rows, dice, pathway)
        _hand_over(rows, cast, dice, pathway)
        supported = next((s["start_on"] for s in stays[pathway["id"]] if s["brique_code"] == "A"), None)
        if supported is not None:
            _immerse(rows, cast, dice, pathway, supported)
            _help(rows, cast, dice, pathway, supported)
        if pathway["exit_on"] is not None:
            _leave(cast, dice, pathway)
            _call(rows, cast, dice, pathway)


def _orient(rows: Rows, cast: Cast, dice: random.Random, pathway: Line) -> None:
    """Who sent the person, and what France Travail says of them: every branch of the rule has somebody."""
    first = pathway["entry_on"] or rows.today
    if pathway["prescriber_id"] is not None:
        pathway["prescriber_name"] = dice.choice(("Yann Godefroy", "accueil de la mission locale"))
    if pathway["has_network_referent"]:
        pathway["network_structure_id"] = cast.structures["mission_locale"]
        pathway["network_referent_name"] = "Yann Godefroy"
        pathway["last_referent_contact_on"] = first - timedelta(days=dice.choice((20, 160, 200, 260)))
    if pathway["registered_job_seeker"]:
        pathway["job_seeker_number"] = f"{dice.randrange(10**7):07}{dice.choice('ABCD')}"
        pathway["job_seeker_category"] = dice.choice(("1", "2", "3"))
        for code in dice.choice(
            (("vulnerabilite",), ("sans_solution",), ("sans_contact",), ("vulnerabilite", "sans_contact"), ())
        ):
            rows.add(
                PathwayGround,
                id=PathwayGround.key(pathway["id"], code),
                pathway_id=pathway["id"],
                code=code,
            )
    elif pathway["has_network_referent"] and dice.random() < 0.7:
        pathway["eligibility_note"] = "Suivi suspendu depuis le déménagement ; orientation par la mairie."
    if pathway["entry_on"] and dice.random() < 0.3:
        pathway["engagement_signed_on"] = min(first + timedelta(days=7), rows.today)
        pathway["weekly_target"] = dice.choice((10, 15, 15)) * 60


def _accompany(rows: Rows, dice: random.Random, pathway: Line) -> None:
    pathway["training_status"] = "stagiaire" if dice.random() < 0.7 else "benevole"
    rank = dice.choice((0, 1, 1, 2))
    pathway["distance_entry"] = _DISTANCES[rank]
    pathway["distance_note"] = dice.choice(_WHY)
    limit = limit_day(pathway["entry_on"], 9)
    if pathway["exit_on"] is None and limit is not None and limit < rows.today and dice.random() < 0.6:
        pathway["extension_code"] = dice.choice(("entree_prevue", "frein_en_cours", "logement"))
        pathway["extension_reason"] = "Vu en commission de suivi des parcours."


def _hand_over(rows: Rows, cast: Cast, dice: random.Random, pathway: Line) -> None:
    """The charter at the entry, then the welcome booklet."""
    papers: list[tuple[str, str | None, int]] = [("Charte d’engagement", "charte", 0)]
    if dice.random() < 0.6:
        papers.append(("Livret d’accueil", None, dice.choice((0, 2, 7))))
    for title, key, days in papers:
        day = pathway["entry_on"] + timedelta(days=days)
        if day <= rows.today:
            rows.add(
                HandedDocument,
                participant_id=pathway["participant_id"],
                day=day,
                title=title,
                document_key=key,
                professional_id=pathway["referent_id"] or cast.coordinator,
            )


def _immerse(rows: Rows, cast: Cast, dice: random.Random, pathway: Line, supported: date) -> None:
    """One immersion for many, sometimes renewed, sometimes a day too long."""
    if dice.random() < 0.45:
        return
    host, job, tasks = dice.choice(_HOSTS)
    start = clock.monday_of(supported + timedelta(days=dice.randrange(14, 50)))
    length = dice.choice((4, 11, 11, 18, 33))
    times = 2 if length == 18 and dice.random() < 0.5 else 1
    for turn in range(times):
        end = start + timedelta(days=length)
        if pathway["exit_on"] and end > pathway["exit_on"]:
            return
        rows.add(
            Immersion,
            pathway_id=pathway["id"],
            host_id=cast.structures[host],
            object_code=dice.choice(("decouvrir", "decouvrir", "confirmer", "recrutement")),
            start_on=start,
            end_on=end,
            renewal=turn > 0,
            prescriber_id=cast.structures["mission_locale"],
            tutor="M. Harivel" if host == "menuiserie" else "Mme Louvel",
            job=job,
            weekly=dice.choice((20, 28, 35)) * 60,
            goals="Découvrir le métier, tenir les horaires.",
            tasks=tasks,
            outcome=dice.choice(_OUTCOMES) if end < rows.today else "",
        )
        start = clock.monday_of(end + timedelta(days=7))


def _help(rows: Rows, cast: Cast, dice: random.Random, pathway: Line, supported: date) -> None:
    if dice.random() < 0.55:
        return
    kind, purpose, amount, funder = dice.choice(_AIDS)
    asked = supported + timedelta(days=dice.randrange(5, 40))
    answered = asked + timedelta(days=dice.randrange(8, 30))
    if asked > rows.today:
        return
    status = (
        dice.choice(("accordee", "accordee", "refusee", "ajournee")) if answered <= rows.today else "en_cours"
    )
    rows.add(
        FinancialAid,
        pathway_id=pathway["id"],
        kind_code=kind,
        purpose=purpose,
        amount=amount,
        funder_id=cast.structures[funder],
        asked_on=asked,
        decided_on=answered if answered <= rows.today else None,
        status_code=status,
    )


def _leave(cast: Cast, dice: random.Random, pathway: Line) -> None:
    family = pathway["exit_code"][0]
    rank = _DISTANCES.index(pathway["distance_entry"])
    gained = 0 if family in _NOWHERE else dice.choice((1, 1, 2))
    pathway["distance_exit"] = _DISTANCES[min(len(_DISTANCES) - 1, rank + gained)]
    if family == "E":
        pathway["exit_structure_id"] = cast.structures[dice.choice(("menuiserie", "ferme", "noireau"))]
    elif family == "F":
        pathway["exit_structure_id"] = cast.structures["passerelle"]
    elif family == "D" and dice.random() < 0.8:
        pathway["exit_structure_id"] = cast.structures[
            "mission_locale" if pathway["exit_code"] != "D4" else "departement"
        ]
    pathway["certified"] = family in ("E", "F") and dice.random() < 0.3


def _call(rows: Rows, cast: Cast, dice: random.Random, pathway: Line) -> None:
    """Three and six months after: most are reached, some at the second try, some never."""
    for moment, months in (("plus_3_mois", 3), ("plus_6_mois", 6)):
        due = limit_day(pathway["exit_on"], months)
        if due is None or due > rows.today - timedelta(days=5):
            return
        luck = dice.random()
        tries = ["non_joint"] if luck < 0.4 else []
        if luck > 0.25:
            tries.append(_ANSWERS.get(pathway["exit_code"][0], dice.choice(("joint_inactif", "refus"))))
        for turn, outcome in enumerate(tries):
            day = due + timedelta(days=2 + 9 * turn)
            if day <= rows.today:
                rows.add(
                    FollowUpCall,
                    pathway_id=pathway["id"],
                    moment=moment,
                    day=day,
                    outcome_code=outcome,
                    professional_id=pathway["referent_id"] or cast.coordinator,
                    note="Message laissé." if outcome == "non_joint" else "",
                    noted_at=rows.now_ms,
                )
