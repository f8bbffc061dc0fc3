"""Labels and envelopes: the postal addresses of people, those without one counted and left out."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from elans_desktop.core import clock
from elans_desktop.core.errors import RuleError
from elans_desktop.core.formats import NBSP
from elans_desktop.services.participants.paper_people import EnvelopesView, LabelsView, PostalAddress
from elans_desktop.services.participants.person_papers import people
from elans_desktop.services.participants.person_papers.merge_values import address_lines
from elans_desktop.services.participants.person_papers.people import Case
from elans_desktop.services.printing.printing import DocumentRequest

LABELS = {"24": "24 étiquettes de 70 × 37 mm", "14": "14 étiquettes de 99,1 × 38,1 mm"}
ENVELOPES = {"dl": "Enveloppes DL, 220 × 110 mm", "c5": "Enveloppes C5, 229 × 162 mm"}
_NOBODY = "Aucune de ces personnes n’a d’adresse complète."


def prepare_labels(session: Session, request: DocumentRequest) -> tuple[LabelsView, ...]:
    """Sheets of labels; the variant is « 24 » or « 14 », « 24:5 » to begin at the fifth label.

    Raises RuleError (unknown variant, nobody with an address), NotFoundError, PermissionDenied.
    """
    sheet, start = labels_variant(request.variant)
    asked = people.gather(session, request)
    cases = people.to_write_to(asked)
    addresses = _addresses(cases)
    return (
        LabelsView(
            letterhead=cases[0].letterhead,
            printed_at=clock.local_now(),
            sheet=sheet,
            start=start,
            addresses=addresses,
            without=len(cases) - len(addresses),
            opposed=len(asked) - len(cases),
        ),
    )


def prepare_envelopes(session: Session, request: DocumentRequest) -> tuple[EnvelopesView, ...]:
    """One envelope for each person; the variant is « dl » or « c5 ». Same errors."""
    size = request.variant or "dl"
    if size not in ENVELOPES:
        raise RuleError(
            f"La variante «{NBSP}{size}{NBSP}» n’existe pas.", f"Choisissez {' ou '.join(ENVELOPES)}."
        )
    asked = people.gather(session, request)
    cases = people.to_write_to(asked)
    addresses = _addresses(cases)
    return (
        EnvelopesView(
            letterhead=cases[0].letterhead,
            printed_at=clock.local_now(),
            format=size,
            addresses=addresses,
            without=len(cases) - len(addresses),
            opposed=len(asked) - len(cases),
        ),
    )


def labels_variant(variant: str | None) -> tuple[str, int]:
    """The sheet and its first free label. Raises RuleError."""
    sheet, _, first = (variant or "24").partition(":")
    start = int(first) if first.isdecimal() and len(first) < 4 else 1 if not first else 0
    if sheet not in LABELS or not 1 <= start <= int(sheet):
        raise RuleError(
            f"La variante «{NBSP}{variant}{NBSP}» n’existe pas.",
            "Choisissez 24 ou 14, ou 24:5 pour commencer à la cinquième étiquette.",
        )
    return sheet, start


def _addresses(cases: Sequence[Case]) -> tuple[PostalAddress, ...]:
    found = tuple(address for case in cases if (address := _address(case)))
    if not found:
        raise RuleError(_NOBODY, "Complétez l’adresse et la commune dans leur dossier.")
    return found


def _address(case: Case) -> PostalAddress | None:
    """Name, street (or where mail is received), postcode and commune in capitals; None when it is unknown."""
    person = case.person
    street = address_lines(case)
    if not street or not person.commune:
        return None
    town = f"{person.postcode} {person.commune.upper()}".strip()
    return PostalAddress((case.name, *street[:3], town))
