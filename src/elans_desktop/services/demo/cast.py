"""Who: structures of the consortium, professionals, places, people and their pathways. All invented."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from elans_desktop.core import resources
from elans_desktop.core.formats import phone
from elans_desktop.core.text import fold
from elans_desktop.models.organisation import FunderMark, Place, Professional, Structure, StructureRole
from elans_desktop.models.participants import (
    DetectionContact,
    Participant,
    Pathway,
    PathwayBrique,
    PathwaySuspension,
    Situation,
    SituationChoice,
    participant_search_key,
)
from elans_desktop.services.demo.rows import Rows

MEMBERS = ("pressoir", "haies_vives")
_PROFESSIONALS = (
    ("Lefort", "Nadia", "référente de parcours", "pressoir", "referent"),
    ("Prével", "Jonas", "formateur", "pressoir", "trainer"),
    ("Tessier", "Claire", "conseillère emploi", "haies_vives", "both"),
    ("Morin", "Elsa", "animatrice", "haies_vives", "trainer"),
    ("Renouf", "Paul", "directeur", "noireau", "none"),
    ("Quesnel", "Hervé", "adjoint au maire", "fil_vert", "none"),
    ("Ferreira", "Inès", "représentante des participants", "pressoir", "none"),
    ("Anquetil", "Sophie", "technicienne territoriale", "departement", "none"),
    ("Godefroy", "Yann", "conseiller", "mission_locale", "none"),
)
_EXITS = ("E2", "E5", "E7", "F1", "F2", "D1", "D2", "D4", "A1", "A2", "N1")


Person = tuple[uuid.UUID, uuid.UUID, date, date | None, str]
"""(participant, pathway, entry, exit, brique reached)."""


@dataclass
class Cast:
    """The identifiers the rest of the example hangs from."""

    agreement: uuid.UUID
    ours: uuid.UUID
    coordinator: uuid.UUID
    letter: str
    structures: dict[str, uuid.UUID] = field(default_factory=dict)
    professionals: dict[str, uuid.UUID] = field(default_factory=dict)
    places: dict[str, uuid.UUID] = field(default_factory=dict)
    people: list[Person] = field(default_factory=list[Person])
    last_number: int = 0


def names() -> dict[str, Any]:
    """The invented names shipped for the example."""
    return resources.read_json("reference/names_for_demo.json")


def make_structures(rows: Rows, cast: Cast, logos: dict[str, str]) -> None:
    """The consortium, its partners and funders; `logos`: SHA-256 by name."""
    known = names()
    communes = {c["code"]: c for c in known["communes"]}
    for one in known["structures"]:
        if one["code"] == "pressoir":
            cast.structures[one["code"]] = cast.ours
        else:
            place = communes[one["commune"]]
            cast.structures[one["code"]] = rows.add(
                Structure,
                name=one["label"],
                short_name=one["short"],
                kind_code=one["kind"],
                address=f"{rows.dice.randint(1, 40)} {rows.dice.choice(known['streets'])}",
                postcode=place["postcode"],
                commune=place["label"],
                insee=place["code"],
                phone="02 33 00 00 " + f"{rows.dice.randint(10, 99)}",
                logo_sha256=logos.get(one["logo"]) if one["logo"] else None,
            )
        for role in _roles(one):
            rows.add(
                StructureRole,
                structure_id=cast.structures[one["code"]],
                agreement_id=cast.agreement,
                role_code=role,
            )
    for position, code in enumerate(("etat", "departement")):
        label = {"etat": "ÉTAT", "departement": "LE DÉPARTEMENT"}[code]
        rows.add(
            FunderMark,
            agreement_id=cast.agreement,
            name=label,
            caption={"etat": "Préfecture", "departement": "exemple"}[code],
            logo_sha256=logos.get(code),
            position=position,
        )
    for one in known["places"]:
        place = communes[one["commune"]]
        cast.places[one["code"]] = rows.add(
            Place,
            name=one["label"],
            postcode=place["postcode"],
            commune=place["label"],
            insee=place["code"],
            capacity=rows.dice.choice((12, 14, 20, None)),
            itinerant=one["kind"] == "itinerant",
        )


def _roles(structure: dict[str, Any]) -> list[str]:
    """The consortium of the example has two members; the others help it."""
    roles: list[str] = structure["roles"]
    if structure["code"] in MEMBERS:
        return roles
    return list(dict.fromkeys("partenaire" if role == "membre" else role for role in roles))


def make_professionals(rows: Rows, cast: Cast) -> None:
    """Trainers, référents and members of the bodies."""
    for last, first, function, structure, kind in _PROFESSIONALS:
        cast.professionals[last] = rows.add(
            Professional,
            last_name=last,
            first_name=first,
            function=function,
            structure_id=cast.structures[structure],
            is_trainer=kind in ("trainer", "both"),
            is_referent=kind in ("referent", "both"),
        )


def make_people(rows: Rows, cast: Cast) -> None:
    """People found over eighteen months, at every stage of the pathway."""
    known, dice = names(), rows.dice
    pairs = [(s, f) for s in known["surnames"] for f in known["first_names"]]
    dice.shuffle(pairs)
    referents = [cast.professionals["Lefort"], cast.professionals["Tessier"]]
    span = 430 if rows.scale.people < 1000 else 5 * 364
    spotted = sorted(dice.randrange(2, span) for _ in range(rows.scale.people))
    numbers: dict[int, int] = {}
    for rank, days in enumerate(reversed(spotted)):
        surname, first = pairs[rank % len(pairs)]
        met = rows.today - timedelta(days=days)
        numbers[met.year] = numbers.get(met.year, 0) + 1
        number = f"{met.year}-{cast.letter}{numbers[met.year]:04}"
        person = _person(rows, number, surname, first, known, met)
        member = cast.structures[MEMBERS[rank % 2]]
        _detection(rows, cast, person, met, member)
        _pathway(rows, cast, person, met, member, referents[rank % 2])
    cast.last_number = numbers.get(rows.today.year, 0)


def make_anonymous_contacts(rows: Rows, cast: Cast) -> None:
    """People met whose name is not known yet: they are counted, by age, sex and commune."""
    dice = rows.dice
    communes = names()["communes"]
    for _rank in range(rows.scale.people * 4 // 5):
        place = dice.choice(communes)
        rows.add(
            DetectionContact,
            agreement_id=cast.agreement,
            day=rows.today - timedelta(days=dice.randrange(2, 320)),
            mode_code=dice.choice(("maraude", "bus", "evenement", "pied_immeuble")),
            place=dice.choice(("marché de Flers", "bus du Bocage", "fête communale")),
            member_id=cast.structures[dice.choice(MEMBERS)],
            age_band=dice.choice(("std_18_25", "std_26_29", "std_30_39", "std_40_49")),
            sex=dice.choice(("femme", "homme")),
            commune=place["label"],
            insee=place["code"],
        )


def _person(
    rows: Rows, number: str, surname: str, first: dict[str, str], known: dict[str, Any], met: date
) -> uuid.UUID:
    dice = rows.dice
    place = dice.choice(known["communes"])
    woman = first["sex"] == "femme"
    birth_name = dice.choice(known["surnames"]) if woman and dice.random() < 0.3 else ""
    years = dice.choice((18, 19, 21, 22, 24, 26, 28, 31, 34, 38, 42, 47, 52, 57))
    birth = met - timedelta(days=years * 365 + dice.randrange(360))
    mail = f"{fold(first['label'])}.{fold(surname)}@exemple.fr".replace(" ", "")
    return rows.add(
        Participant,
        number=number,
        civility="madame" if woman else "monsieur",
        last_name=surname,
        birth_name=birth_name,
        first_name=first["label"],
        birth_date=birth,
        sex=first["sex"],
        nationality="francaise" if dice.random() < 0.85 else "hors_ue",
        address=f"{dice.randint(1, 60)} {dice.choice(known['streets'])}",
        postcode=place["postcode"],
        commune=place["label"],
        insee=place["code"],
        phone=phone(f"06{dice.randrange(10**8):08}") if dice.random() < 0.9 else "",
        sms_accepted=dice.random() < 0.8,
        email=mail if dice.random() < 0.5 else "",
        contact_person="une sœur, à Flers" if dice.random() < 0.2 else "",
        information_given_on=met,
        information_given_by="Nadia Lefort",
        search_key=participant_search_key(number, surname, first["label"], birth_name),
    )


def _detection(rows: Rows, cast: Cast, person: uuid.UUID, met: date, member: uuid.UUID) -> None:
    mode = rows.dice.choice(("bus", "evenement", "aide_alimentaire", "reseau_emploi", "pair_a_pair", "ccas"))
    rows.add(
        DetectionContact,
        participant_id=person,
        agreement_id=cast.agreement,
        day=met,
        mode_code=mode,
        place=rows.dice.choice(("marché de Flers", "bus du Bocage", "Le Panier partagé", "mairie")),
        member_id=member,
        recall_consent=True,
    )


def _pathway(
    rows: Rows, cast: Cast, person: uuid.UUID, met: date, member: uuid.UUID, referent: uuid.UUID
) -> None:
    dice = rows.dice
    mobilised = met + timedelta(days=dice.randrange(10, 45))
    supported = mobilised + timedelta(days=dice.randrange(70, 150))
    left = supported + timedelta(days=dice.randrange(60, 120))
    goes_far = dice.random()
    stays = [("R", met)]
    if mobilised <= rows.today and goes_far > 0.15:
        stays.append(("M", mobilised))
        if supported <= rows.today and goes_far > 0.3:
            stays.append(("A", supported))
    leaves = left <= rows.today and (goes_far < 0.08 or dice.random() < 0.96)
    exit_code = (dice.choice(_EXITS) if len(stays) > 1 else "A2") if leaves else None
    exit_on = left if leaves else None
    pathway = rows.add(
        Pathway,
        participant_id=person,
        agreement_id=cast.agreement,
        entry_on=mobilised if len(stays) > 1 else None,
        member_id=member,
        referent_id=referent if len(stays) > 1 else None,
        prescriber_id=cast.structures["mission_locale"] if dice.random() < 0.4 else None,
        registered_job_seeker=dice.random() < 0.4,
        has_network_referent=dice.random() < 0.2,
        charter_signed_on=mobilised if len(stays) > 1 else None,
        own_words=dice.choice(("Travailler en cuisine.", "Retrouver un rythme.", "Passer mon permis.", "")),
        exit_on=exit_on,
        exit_code=exit_code,
    )
    ends = [day for _brique, day in stays[1:]] + [exit_on]
    for (brique, start), end in zip(stays, ends, strict=True):
        last = end - timedelta(days=1) if end and end != exit_on else end
        rows.add(PathwayBrique, pathway_id=pathway, brique_code=brique, start_on=start, end_on=last)
    if not leaves and dice.random() < 0.04:
        rows.add(
            PathwaySuspension,
            pathway_id=pathway,
            start_on=max(met, rows.today - timedelta(days=12)),
            reason="sante",
        )
    reached = stays[-1][0]
    if len(stays) > 1:
        _situation(rows, pathway, "entree", mobilised)
        if exit_on:
            _situation(rows, pathway, "sortie", exit_on)
        cast.people.append((person, pathway, mobilised, exit_on, reached))


def _situation(rows: Rows, pathway: uuid.UUID, moment: str, day: date) -> None:
    dice = rows.dice
    situation = rows.add(
        Situation,
        id=Situation.key(pathway, moment),
        pathway_id=pathway,
        moment=moment,
        collected_on=day,
        family=dice.choice(("celibataire", "parent_isole", "couple_enfants", "couple_sans_enfant")),
        children=dice.choice((0, 0, 1, 2, 3)),
        housing=dice.choice(("locataire_social", "locataire_prive", "chez_parents", "chez_tiers")),
        education=dice.choice(("college", "brevet", "niveau_3", "niveau_4")),
        employment=dice.choice(("non_inscrit", "inscrit_plus_24", "inactif")),
        unemployed_for=dice.choice(("jamais", "de_1_a_2_ans", "de_2_a_5_ans", "plus_5_ans")),
        french="aucune_difficulte" if dice.random() < 0.8 else "ecriture",
        administrative="francais_ue",
    )
    for list_code, code in (
        ("resources", dice.choice(("rsa", "aucune", "prestations_familiales"))),
        ("mobility", dice.choice(("aucun", "covoiturage", "permis_vehicule", "deux_roues"))),
    ):
        rows.add(
            SituationChoice,
            id=SituationChoice.key(situation, list_code, code),
            situation_id=situation,
            list_code=list_code,
            code=code,
        )
