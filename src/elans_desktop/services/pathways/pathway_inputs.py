"""What is typed of a pathway, and how it is shown."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import date

from elans_desktop.services.pathways.eligibility import Eligibility
from elans_desktop.services.pathways.pathway_limits import Limits
from elans_desktop.services.pathways.pathway_status import Pause, Stay, limit_day


@dataclass(frozen=True, slots=True)
class PathwayInput:
    """What is typed of a pathway. `stays`, `pauses` and `grounds` replace what was recorded, as a whole."""

    participant_id: uuid.UUID
    agreement_id: uuid.UUID
    id: uuid.UUID | None = None
    entry_on: date | None = None
    member_id: uuid.UUID | None = None
    referent_id: uuid.UUID | None = None
    prescriber_id: uuid.UUID | None = None
    prescriber_name: str = field(default="", repr=False)
    registered_job_seeker: bool | None = None
    has_network_referent: bool | None = None
    last_referent_contact_on: date | None = None
    job_seeker_number: str = field(default="", repr=False)
    """Identifier at France Travail."""
    job_seeker_category: str = ""
    network_structure_id: uuid.UUID | None = None
    network_referent_name: str = field(default="", repr=False)
    engagement_signed_on: date | None = None
    """Contrat d’engagement of the réseau pour l’emploi."""
    weekly_target: int | None = None
    """Minutes a week planned in that contract; the setting of the classeur when None."""
    eligibility_note: str = field(default="", repr=False)
    elans_profile: str | None = None
    espoir_site: str = ""
    diagnosis_on: date | None = None
    diagnosis_summary: str = field(default="", repr=False)
    charter_signed_on: date | None = None
    own_words: str = field(default="", repr=False)
    extension_code: str | None = None
    extension_reason: str = field(default="", repr=False)
    training_status: str | None = None
    distance_entry: str | None = None
    distance_exit: str | None = None
    distance_note: str = field(default="", repr=False)
    distance_exit_note: str = field(default="", repr=False)
    exit_on: date | None = None
    exit_code: str | None = None
    certified: bool = False
    exit_structure_id: uuid.UUID | None = None
    exit_note: str = field(default="", repr=False)
    stays: tuple[Stay, ...] = ()
    pauses: tuple[Pause, ...] = ()
    grounds: tuple[str, ...] = ()
    """Subsidiary grounds ticked: codes of the list `eligibility_ground`."""

    @property
    def first_day(self) -> date | None:
        """The first day known of the pathway: in a brique, or the entry."""
        days = [stay.start for stay in self.stays] + ([self.entry_on] if self.entry_on else [])
        return min(days, default=None)

    @property
    def extended(self) -> bool:
        """Whether going beyond the usual length has its reason."""
        return bool(self.extension_code or self.extension_reason)


CHILDREN = ("stays", "pauses", "grounds")
COLUMNS = tuple(name for name in PathwayInput.__slots__ if name not in ("id", *CHILDREN))
"""The fields that are columns of the pathway."""


@dataclass(frozen=True, slots=True)
class PathwayView:
    """A pathway with its stays, its status, its limits and its agreement's title."""

    id: uuid.UUID
    participant_id: uuid.UUID
    agreement_id: uuid.UUID
    agreement_title: str
    status: str
    input: PathwayInput
    limits: Limits
    scheme_code: str
    eligibility: Eligibility | None = None
    """The answer of R-ELIG; None outside an O2R."""
    no_contact_months: int = 5
    """Months without a contact that R-ELIG asks for: the setting of that name."""
    beside: tuple[str, ...] = ()
    """Titles of the other agreements where the person has a pathway at its dates: said, never refused."""

    @property
    def max_months(self) -> int | None:
        """Usual length of a pathway in its scheme (O2R: 9), counted from the entry."""
        return self.limits.usual

    @property
    def exceptional_months(self) -> int | None:
        """Length allowed in particular situations (O2R: 12)."""
        return self.limits.exceptional

    @property
    def warning_days(self) -> int:
        """Days before a limit from which it is told."""
        return self.limits.warning_days

    @property
    def limit_on(self) -> date | None:
        """Last day of the usual length. A suspension does not push it."""
        return limit_day(self.input.entry_on, self.max_months)

    @property
    def exceptional_limit_on(self) -> date | None:
        """Last day of the exceptional length."""
        return limit_day(self.input.entry_on, self.exceptional_months)

    @property
    def months_in_force(self) -> int | None:
        """The length that holds: the exceptional one once the extension has its reason."""
        return self.limits.in_force(extended=self.input.extended)

    @property
    def limit_in_force_on(self) -> date | None:
        """Last day of the length that holds."""
        return limit_day(self.input.entry_on, self.months_in_force)
