"""Names and labels the papers of people use, each read once; what leaves the organisation hides some of them.

A structure of a sensitive kind (ASE, CAARUD, CIDFF, CSAPA, pension de famille, PJJ, prévention, SPIP) is
« Autre »: who sent somebody would tell what they live through.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from elans_desktop.core.text import natural_name
from elans_desktop.models.organisation import Professional, ReferenceItem, Structure
from elans_desktop.services.organisation import reference

OTHER = "Autre"
_LISTS = (
    "admin_status", "aid_kind", "aid_status", "action_status", "barriers", "barrier_levels",
    "barrier_statuses", "briques", "civility", "contact_language", "detection_modes", "digital_equipment",
    "education_level", "employment_distance", "employment_situation", "exits", "exit_families_o2r",
    "extension_reason", "family_situation", "follow_up_outcome", "french_level", "housing",
    "immersion_object", "interview_medium", "justice", "mobility", "nationality", "objective_status",
    "protection", "resources", "rqth", "sensitive_purpose", "sex", "structure_kinds", "training_status",
    "unemployment_duration", "zone",
)  # fmt: skip


class Words:
    """Labels, structures and professionals. `inside`: nothing is hidden (the confidential sheet)."""

    def __init__(self, session: Session, *, inside: bool = False) -> None:
        self.labels = reference.labels(session, *_LISTS)
        self.inside = inside
        extras = session.execute(
            select(ReferenceItem.list_code, ReferenceItem.code, ReferenceItem.extra).where(
                ReferenceItem.list_code.in_(
                    ("structure_kinds", "barriers", "exits", "resources", "extension_reason")
                )
            )
        )
        self._extra = {(list_code, code): extra for list_code, code, extra in extras}
        self._ranks = {
            row[0]: row[1]
            for row in session.execute(
                select(ReferenceItem.code, ReferenceItem.position).where(
                    ReferenceItem.list_code == "barriers"
                )
            )
        }
        self._structures = {
            row[0]: (row[2] or row[1], row[3])
            for row in session.execute(
                select(Structure.id, Structure.name, Structure.short_name, Structure.kind_code)
            )
        }
        self._professionals = {
            row[0]: (natural_name(row[1], row[2]), row[3])
            for row in session.execute(
                select(Professional.id, Professional.last_name, Professional.first_name, Professional.phone)
            )
        }

    def is_sensitive(self, list_code: str, code: str | None) -> bool:
        """Whether a line of a list says something that does not leave the organisation."""
        return bool(code and self._extra.get((list_code, code), {}).get("sensitive"))

    def rank_of_barrier(self, code: str) -> int:
        """Place of a frein in its list."""
        return self._ranks.get(code, 99)

    def family_of_exit(self, code: str) -> str:
        """The O2R family of an exit."""
        return self.labels("exit_families_o2r", self._extra.get(("exits", code), {}).get("o2r"))

    def is_solution(self, code: str | None) -> bool:
        """Whether an exit leads somewhere: work, training, a service of common law."""
        return bool(code and self._extra.get(("exits", code), {}).get("solution"))

    def professional(self, key: uuid.UUID | None) -> str:
        """« Nadia Lefort »."""
        return self._professionals.get(key, ("", ""))[0] if key else ""

    def phone_of(self, key: uuid.UUID | None) -> str:
        """The telephone of a professional."""
        return self._professionals.get(key, ("", ""))[1] if key else ""

    def structure(self, key: uuid.UUID | None, typed: str = "") -> str:
        """A structure, « Autre » when its kind is sensitive; what was typed when there is none."""
        if key is None:
            return typed
        name, kind = self._structures.get(key, ("", None))
        return OTHER if not self.inside and self.is_sensitive("structure_kinds", kind) else name

    def prescriber(self, key: uuid.UUID | None, person: str) -> str:
        """« Mission locale, Yann Godefroy »; « Autre », alone, when its kind is sensitive."""
        name = self.structure(key)
        return name if key and name == OTHER else ", ".join(part for part in (name, person) if part)

    def kind(self, code: str | None) -> str:
        """A sort of structure, « Autre » when it is sensitive."""
        return (
            OTHER
            if not self.inside and self.is_sensitive("structure_kinds", code)
            else self.labels("structure_kinds", code)
        )

    def some(self, list_code: str, codes: Iterable[str]) -> str:
        """Several answers of a list: « Permis en cours, covoiturage »; sensitive ones left out."""
        kept = [code for code in codes if self.inside or not self.is_sensitive(list_code, code)]
        words = [self.labels(list_code, code) for code in kept]
        return ", ".join(
            word if index == 0 or word[1:2].isupper() else word[:1].lower() + word[1:]
            for index, word in enumerate(words)
        )

    def exit(self, code: str | None) -> str:
        """Why a pathway ended; its family alone when the reason is sensitive."""
        if code and not self.inside and self.is_sensitive("exits", code):
            return self.family_of_exit(code)
        return self.labels("exits", code)
