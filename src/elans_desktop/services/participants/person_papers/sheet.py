"""Fiche participant: the whole file of a person; the confidential block and one's own notes when asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from elans_desktop.core import clock
from elans_desktop.core.errors import RuleError
from elans_desktop.core.formats import date_medium
from elans_desktop.models.participants import Participant
from elans_desktop.services import confidentiality
from elans_desktop.services.participants import sensitive as sensitive_block
from elans_desktop.services.participants.paper_people import (
    PaperFact,
    PaperFacts,
    PaperSection,
    PersonSheetView,
)
from elans_desktop.services.participants.person_papers import (
    people,
    records,
    sheet_follow_up,
    sheet_identity,
    sheet_route,
    sheet_sensitive,
    sheet_support,
)
from elans_desktop.services.participants.person_papers.people import Case
from elans_desktop.services.participants.person_papers.words import Words
from elans_desktop.services.pathways.pathway_status import STATUS_LABELS
from elans_desktop.services.permissions import Right, allowed
from elans_desktop.services.printing.printing import DocumentRequest
from elans_desktop.storage.actor import actor_of

CONFIDENTIAL = "confidentiel"
PRIVATE = "notes-privees"
WHOLE = "tous-les-entretiens"
VARIANTS = {
    CONFIDENTIAL: "Avec le bloc confidentiel",
    PRIVATE: "Avec mes notes privées",
    WHOLE: "Avec tous les entretiens",
}
_MARKS = {CONFIDENTIAL: "CONFIDENTIEL", PRIVATE: "PRIVÉ"}


@dataclass(frozen=True, slots=True)
class Options:
    """What was asked besides the shareable file."""

    confidential: bool = False
    private: bool = False
    whole: bool = False
    """Every interview, not the latest ones alone."""

    @property
    def watermark(self) -> str:
        """The word across each page."""
        return "CONFIDENTIEL" if self.confidential else "NOTES PRIVÉES" if self.private else ""


def options(variant: str | None) -> Options:
    """« confidentiel », « notes-privees », « tous-les-entretiens », or several with a « + ».

    Raises RuleError for anything else.
    """
    asked = {part for part in (variant or "").split("+") if part}
    if unknown := asked - set(VARIANTS):
        raise RuleError(
            f"La variante «\u00a0{sorted(unknown)[0]}\u00a0» n’existe pas.",
            f"Choisissez {' ou '.join(VARIANTS)}.",
        )
    return Options(CONFIDENTIAL in asked, PRIVATE in asked, WHOLE in asked)


def prepare(session: Session, request: DocumentRequest) -> tuple[PersonSheetView, ...]:
    """One sheet for each person. Raises RuleError, NotFoundError, PermissionDenied."""
    wanted = options(request.variant)
    cases = people.gather(session, request)
    if wanted.confidential:
        _require_confidential(session, cases)
    supports = allowed(actor_of(session), Right.SUPPORT)
    words = Words(session, inside=wanted.confidential)
    read = records.read(session, cases)
    notes = records.own_notes(session, read.interviews) if wanted.private else {}
    sensitive = records.sensitive_records(session, [case.id for case in cases]) if wanted.confidential else {}
    now = clock.local_now()
    views: list[PersonSheetView] = []
    for case in cases:
        sections = [
            *sheet_identity.sections(case, words, read.contacts.get(case.id, ())),
            *sheet_route.sections(case, words, read),
            *(sheet_support.sections(case, words, read, notes, whole=wanted.whole) if supports else ()),
            *sheet_follow_up.sections(case, words, read),
        ]
        if wanted.confidential:
            sections.append(sheet_sensitive.section(words, sensitive.get(case.id)))
        views.append(
            PersonSheetView(
                letterhead=case.letterhead,
                printed_at=now,
                title=f"Fiche {case.scheme.word('participant')}",
                number=case.person.number,
                facts=_facts(case, words),
                sections=_with_something(sections),
                brique=case.brique(words),
                watermark=wanted.watermark,
            )
        )
    return tuple(views)


def _require_confidential(session: Session, cases: Sequence[Case]) -> None:
    """The classeur keeps the block, and the user may read that of every one of these files.

    Raises RuleError, PermissionDenied.
    """
    if not sensitive_block.is_kept(session):
        raise RuleError(
            "Ce classeur ne tient pas de bloc confidentiel\u00a0: il n’y a rien à imprimer de plus.",
            "Imprimez la fiche sans lui.",
        )
    ids = [case.id for case in cases]
    readable = confidentiality.readable(session, Participant.id)
    open_to_me = set(session.scalars(select(Participant.id).where(Participant.id.in_(ids), readable)))
    for closed in (key for key in ids if key not in open_to_me):
        confidentiality.require_for(session, closed)


def _facts(case: Case, words: Words) -> PaperFacts:
    """The frame of each page: who, since when, with whom."""
    pathway = case.pathway
    referent = case.scheme.word("referent")
    entry = pathway.entry_on if pathway else None
    return PaperFacts(
        (
            (
                PaperFact("Personne", case.paper_name, 62),
                PaperFact(
                    referent[:1].upper() + referent[1:],
                    words.professional(pathway.referent_id if pathway else None),
                    48,
                ),
                PaperFact("Entrée", date_medium(entry) if entry else "", 34),
                PaperFact("Statut", STATUS_LABELS[case.status], 33),
            ),
        )
    )


def _with_something(sections: Sequence[PaperSection | None]) -> tuple[PaperSection, ...]:
    return tuple(section for section in sections if section is not None and section.parts)
