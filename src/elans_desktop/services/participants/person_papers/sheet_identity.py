"""The first sections of a person's sheet: identity, contact, how they came."""

from __future__ import annotations

from collections.abc import Sequence

from elans_desktop.core import clock
from elans_desktop.core.formats import NBSP, date_medium, date_short
from elans_desktop.models.participants import DetectionContact, Participant, Pathway
from elans_desktop.services.participants.paper_people import (
    PaperFact,
    PaperFacts,
    PaperNote,
    PaperPart,
    PaperSection,
)
from elans_desktop.services.participants.person_papers.people import Case
from elans_desktop.services.participants.person_papers.words import Words
from elans_desktop.services.pathways import eligibility, pathways

YES_NO = {True: "oui", False: "non", None: ""}


def sections(case: Case, words: Words, contacts: Sequence[DetectionContact]) -> list[PaperSection]:
    """What an accueil fills; an unknown answer is a dotted line, to be completed by hand."""
    return [
        _identity(case, words),
        _contact(case.person, words),
        _arrival(case, words, contacts),
    ]


def _identity(case: Case, words: Words) -> PaperSection:
    person = case.person
    labels = words.labels
    informed = date_short(person.information_given_on) if person.information_given_on else ""
    by = f", par {person.information_given_by}" if informed and person.information_given_by else ""
    return PaperSection(
        "Identité",
        (
            PaperFacts(
                (
                    (
                        PaperFact("Nom d’usage", person.last_name, 60),
                        PaperFact("Nom de naissance", person.birth_name, 60),
                        PaperFact("Prénom", person.first_name, 57),
                    ),
                    (
                        PaperFact("Date de naissance", case.birth, 60),
                        PaperFact("Civilité", labels("civility", person.civility), 60),
                        PaperFact("Sexe", labels("sex", person.sex), 57),
                    ),
                    (
                        PaperFact("Nationalité", labels("nationality", person.nationality), 60),
                        PaperFact("Langue de contact", labels("contact_language", person.language), 60),
                        PaperFact("Information donnée le", f"{informed}{by}", 57),
                    ),
                )
            ),
        ),
    )


def _contact(person: Participant, words: Words) -> PaperSection:
    town = f"{person.postcode} {person.commune}".strip()
    parts: list[PaperPart] = [
        PaperFacts(
            (
                (
                    PaperFact("Adresse", ", ".join(person.address.split("\n")), 103),
                    PaperFact("Commune", town, 74),
                ),
                (
                    PaperFact("Téléphone", person.phone, 46),
                    PaperFact("SMS accepté", YES_NO[person.sms_accepted], 24),
                    PaperFact("E-mail", person.email, 73),
                    PaperFact("Zone", words.labels("zone", person.zone), 34),
                ),
                (
                    PaperFact("Personne à prévenir", person.contact_person, 88),
                    PaperFact("Coordonnées d’un référent joignable", person.reachable_referent, 89),
                ),
            )
        )
    ]
    if person.domiciliation:
        parts.append(PaperFacts(((PaperFact("Domiciliation", person.domiciliation),),)))
    if person.notes.strip():
        parts.append(PaperNote("Remarques", person.notes))
    return PaperSection("Contact", tuple(parts))


def _arrival(case: Case, words: Words, contacts: Sequence[DetectionContact]) -> PaperSection:
    first = contacts[0] if contacts else None
    pathway = case.pathway
    sent = words.prescriber(pathway.prescriber_id, pathway.prescriber_name) if pathway else ""
    if first is not None and not sent:
        sent = words.structure(first.oriented_by_structure_id) or words.kind(first.oriented_by_kind)
    rows = [
        (
            PaperFact("Premier contact", date_medium(first.day) if first else "", 40),
            PaperFact("Mode", words.labels("detection_modes", first.mode_code) if first else "", 69),
            PaperFact("Lieu ou événement", first.place if first else "", 68),
        ),
        (
            PaperFact("Repérage fait par", words.structure(first.member_id) if first else "", 60),
            PaperFact("Prescripteur", sent, 80),
            PaperFact("Contacts notés", f"{len(contacts)}" if contacts else "", 37),
        ),
    ]
    if pathway is not None:
        network = words.structure(pathway.network_structure_id)
        referent = ", ".join(part for part in (network, pathway.network_referent_name) if part)
        signed = pathway.engagement_signed_on
        rows.append(
            (
                PaperFact("Inscription à France Travail", YES_NO[pathway.registered_job_seeker], 48),
                PaperFact(
                    "Référent du réseau pour l’emploi", referent or _has(pathway.has_network_referent), 82
                ),
                PaperFact(f"Contrat d’engagement{NBSP}signé le", date_short(signed) if signed else "", 47),
            )
        )
    parts: list[PaperPart] = [PaperFacts(tuple(rows))]
    if pathway is not None and case.scheme.code == pathways.O2R and (public := _public(case, pathway)):
        parts.append(PaperNote("", public))
    return PaperSection("Repérage et orientation", tuple(parts))


def _public(case: Case, pathway: Pathway) -> str:
    """The public of an O2R and why; nothing while it is still to be justified."""
    facts = eligibility.Facts(
        day=pathway.entry_on or clock.today(),
        registered=pathway.registered_job_seeker,
        has_referent=pathway.has_network_referent,
        grounds=case.grounds,
        last_contact_on=pathway.last_referent_contact_on,
        note=pathway.eligibility_note,
    )
    found = eligibility.assess(facts, case.no_contact_months)
    return found.sentence if found.written else ""


def _has(known: bool | None) -> str:
    return "" if known is None else "oui" if known else "aucun"
