"""What each field of a letter or of a printed text says for a person, for the structure, today."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from elans_desktop.core import clock
from elans_desktop.core.formats import NBSP, count, date_long, date_plain, date_short, time_of_day
from elans_desktop.core.text import natural_name
from elans_desktop.models.organisation import Structure, User
from elans_desktop.models.support import Interview
from elans_desktop.services.contact_fields import spaced_siret
from elans_desktop.services.governance.structures import ours_id
from elans_desktop.services.organisation import settings
from elans_desktop.services.organisation.schemes import SchemeView
from elans_desktop.services.participants.person_papers.people import Case
from elans_desktop.services.participants.person_papers.words import Words
from elans_desktop.services.pathways import pathway_limits
from elans_desktop.storage.actor import actor_of

Values = Mapping[str, str]
"""By code of field; a value may have several lines."""


def common(session: Session) -> dict[str, str]:
    """The fields that are the same for everybody."""
    ours = ours_id(session)
    structure = session.get(Structure, ours) if ours else None
    rules = settings.values(session)
    actor = actor_of(session)
    user = session.get(User, actor.user_id)
    found = {
        "date": date_plain(clock.today()),
        "signataire": actor.name,
        "signataire_fonction": user.function if user else "",
        "conservation": f"{rules.integer('retention_file_months')}{NBSP}mois",
        "conservation_pieces": count(rules.integer("retention_proof_years"), "an"),
    }
    if structure is not None:
        town = f"{structure.postcode} {structure.commune}".strip()
        street = [line.strip() for line in structure.address.splitlines() if line.strip()]
        reach = [part for part in (structure.phone, structure.email) if part]
        found |= {
            "structure": structure.name,
            "structure_adresse": ", ".join(part for part in (*street, town) if part),
            "structure_telephone": structure.phone,
            "structure_courriel": structure.email,
            "structure_siret": spaced_siret(structure.siret),
            "structure_commune": structure.commune,
            "contact": " ou ".join(reach) or structure.name,
        }
    return found


def of_people(session: Session, cases: Sequence[Case], words: Words) -> list[dict[str, str]]:
    """Every field of each person, in the order given: two reads."""
    shared = common(session)
    meetings = _next_meetings(session, [case.id for case in cases])
    return [shared | _of(case, words, meetings.get(case.id)) for case in cases]


def _of(case: Case, words: Words, meeting: Interview | None) -> dict[str, str]:
    person, pathway = case.person, case.pathway
    months = case.limits.in_force(extended=pathway is not None and pathway.extension_code is not None)
    referent = pathway.referent_id if pathway else None
    civility = words.labels("civility", person.civility) if person.civility in ("madame", "monsieur") else ""
    start = meeting.next_start if meeting else None
    return {
        "civilite": civility,
        "prenom": person.first_name,
        "nom": case.last_name,
        "nom_complet": natural_name(case.last_name, person.first_name),
        "nom_naissance": person.birth_name,
        "date_naissance": date_short(person.birth_date) if person.birth_date else "",
        "dossier": person.number,
        "adresse": "\n".join(address_lines(case)),
        "code_postal": person.postcode,
        "commune": person.commune,
        "telephone": person.phone,
        "courriel": person.email,
        "dispositif": case.agreement.title if case.agreement else case.scheme.label,
        "date_entree": date_plain(pathway.entry_on) if pathway and pathway.entry_on else "",
        "date_sortie": date_plain(pathway.exit_on) if pathway and pathway.exit_on else "",
        "duree": f"{months}{NBSP}mois" if months else "",
        "referent": words.professional(referent),
        "referent_telephone": words.phone_of(referent),
        "rdv_date": date_long(meeting.next_on) if meeting and meeting.next_on else "",
        "rdv_heure": time_of_day(start) if start is not None else "",
        "rdv_lieu": meeting.next_place if meeting else "",
    }


def usual_length(session: Session, scheme: SchemeView) -> str:
    """« 9 mois »: how long a pathway of the scheme lasts at most; empty without limit."""
    months = pathway_limits.of_scheme(session, scheme.options).usual
    return f"{months}{NBSP}mois" if months else ""


def address_lines(case: Case) -> tuple[str, ...]:
    """The street, or where the person receives their mail; without the town."""
    chosen = case.person.address.strip() or case.person.domiciliation.strip()
    return tuple(line.strip() for line in chosen.splitlines() if line.strip())


def _next_meetings(session: Session, people: Sequence[uuid.UUID]) -> dict[uuid.UUID, Interview]:
    """The first appointment to come of each person, today included."""
    found: dict[uuid.UUID, Interview] = {}
    rows = session.scalars(
        select(Interview)
        .where(Interview.participant_id.in_(people), Interview.next_on >= clock.today())
        .order_by(Interview.next_on.desc(), Interview.next_start.desc())
    )
    for row in rows:
        found[row.participant_id] = row
    return found
