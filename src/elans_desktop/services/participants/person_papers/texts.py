"""Charte d’engagement and note d’information: a text of the organisation, for somebody or blank."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy.orm import Session

from elans_desktop.core import clock
from elans_desktop.core.formats import NBSP, age, date_medium
from elans_desktop.services import merge_fields, printed_texts
from elans_desktop.services.merge_fields import MergeField
from elans_desktop.services.participants.paper_people import PaperFact, PaperFacts, PaperSigner, TextSheetView
from elans_desktop.services.participants.person_papers import merge_values, people
from elans_desktop.services.participants.person_papers.people import Case, Heads
from elans_desktop.services.participants.person_papers.sheet_route import capital
from elans_desktop.services.participants.person_papers.words import Words
from elans_desktop.services.permissions import Right, require
from elans_desktop.services.printed_texts import PrintedText
from elans_desktop.services.printing.printing import DocumentRequest

BLANK = "vierge"
_GAP = "………………………………"
_ADULT = 18
_RECEIPT = (
    "J’ai reçu cette note et j’ai pu poser mes questions. Signer prouve que je l’ai reçue\u00a0: "
    "ce n’est pas un accord."
)


def prepare_charter(session: Session, request: DocumentRequest) -> tuple[TextSheetView, ...]:
    """One charter for each person, in the words of their scheme; a blank one when nobody is asked."""
    cases = people.gather(session, request, blank=True)
    if not cases:
        _agreement, scheme, _head = Heads(session, request.scope).of(None)
        text = printed_texts.charter(session, scheme.code)
        return (
            _blank(
                session, request, text, _charter_facts(None, scheme.word("referent"), ""), _signers(None, "")
            ),
        )
    words = Words(session)
    views: list[TextSheetView] = []
    for case, values in zip(cases, merge_values.of_people(session, cases, words), strict=True):
        referent = values["referent"]
        facts = _charter_facts(case, case.scheme.word("referent"), referent)
        text = printed_texts.charter(session, case.scheme.code)
        views.append(_filled(case, text, values, facts, _signers(case, referent)))
    return tuple(views)


def prepare_note(session: Session, request: DocumentRequest) -> tuple[TextSheetView, ...]:
    """The note about personal data for each person, with a receipt; a blank one when nobody is asked."""
    text = printed_texts.get(session, printed_texts.NOTE)
    cases = people.gather(session, request, blank=True)
    signers = (PaperSigner("La personne", "si elle le souhaite"), PaperSigner("Note remise par", "nom, date"))
    if not cases:
        facts = PaperFacts(((PaperFact("Personne", "", 110), PaperFact("Remise le", "", 67)),))
        return (_blank(session, request, text, facts, signers, _RECEIPT),)
    views: list[TextSheetView] = []
    for case, values in zip(cases, merge_values.of_people(session, cases, Words(session)), strict=True):
        given = case.person.information_given_on
        facts = PaperFacts(
            (
                (
                    PaperFact("Personne", case.paper_name, 110),
                    PaperFact("Remise le", date_medium(given) if given else "", 67),
                ),
            )
        )
        views.append(_filled(case, text, values, facts, signers, _RECEIPT))
    return tuple(views)


def _charter_facts(case: Case | None, referent_word: str, referent: str) -> PaperFacts:
    entry = case.pathway.entry_on if case and case.pathway else None
    return PaperFacts(
        (
            (
                PaperFact("Personne", case.paper_name if case else "", 70),
                PaperFact(capital(referent_word), referent, 62),
                PaperFact("Entrée le", date_medium(entry) if entry else "", 45),
            ),
        )
    )


def _signers(case: Case | None, referent: str) -> tuple[PaperSigner, ...]:
    """Both sides; the legal representative of somebody under age, between them."""
    person = PaperSigner("La personne", case.name if case else "date et signature")
    ours = PaperSigner("La structure", referent or "nom, date et signature")
    born = case.person.birth_date if case else None
    if born is not None and age(born, clock.today()) < _ADULT:
        return (person, PaperSigner("Représentant légal", "nom et signature"), ours)
    return (person, ours)


def _filled(
    case: Case,
    text: PrintedText,
    values: Mapping[str, str],
    facts: PaperFacts,
    signers: tuple[PaperSigner, ...],
    receipt: str = "",
) -> TextSheetView:
    return TextSheetView(
        letterhead=case.letterhead,
        printed_at=clock.local_now(),
        title=text.title,
        subject=case.person.number,
        number=case.person.number,
        facts=facts,
        text=merge_fields.fill(text.text, lambda field: _value(field, values)),
        signers=signers,
        receipt=receipt,
    )


def _blank(
    session: Session,
    request: DocumentRequest,
    text: PrintedText,
    facts: PaperFacts,
    signers: tuple[PaperSigner, ...],
    receipt: str = "",
) -> TextSheetView:
    require(session, Right.READ_PEOPLE)
    agreement, scheme, head = Heads(session, request.scope).of(None)
    values = merge_values.common(session)
    values["dispositif"] = agreement.title if agreement else scheme.label
    values["duree"] = merge_values.usual_length(session, scheme)
    return TextSheetView(
        letterhead=head,
        printed_at=clock.local_now(),
        title=text.title,
        subject=BLANK,
        number="",
        facts=facts,
        text=merge_fields.fill(text.text, lambda field: _value(field, values)),
        signers=signers,
        receipt=receipt,
    )


def _value(field: MergeField, values: Mapping[str, str]) -> str:
    """The value in a line of text; a gap to fill by hand when there is none."""
    return f",{NBSP}".join(values.get(field.code, "").splitlines()) or _GAP
