"""What the papers made from presences need to know: frozen views, complete. All durations are in minutes."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from elans_desktop.core.formats import SHORT_DAYS
from elans_desktop.services.paper import Letterhead, PaperBrique, PaperPerson, PaperView


@dataclass(frozen=True, slots=True)
class Signatory:
    """Who signs for the organisation; without a name, it is a dotted line."""

    name: str = field(default="", repr=False)
    function: str = ""

    @property
    def line(self) -> str:
        """« Jeanne Roussel, présidente »."""
        return ", ".join(part for part in (self.name, self.function) if part)


@dataclass(frozen=True, slots=True)
class StatementRow:
    """One séance of one person. Present + late + absences = planned."""

    day: date
    title: str
    brique: str
    """Letter, or empty."""
    planned: int
    present: int
    late: int
    justified: int
    unjustified: int
    sheet: str
    """Number of the sheet, shortened; empty when there is none."""
    validated: bool
    corrected: date | None = None
    """Last day a presence of it was corrected after validation."""
    carried_over: bool = False
    """« Repris » from a spreadsheet: no signed sheet proves it."""


@dataclass(frozen=True, slots=True)
class StatementView(PaperView):
    """`releve-presence`: the hours of a person over a month (or any period)."""

    letterhead: Letterhead
    printed_at: datetime
    number: str
    """« RM-2026-10-A0031 »: month and dossier."""
    period: str
    """« Octobre 2026 »."""
    person: PaperPerson = field(repr=False)
    dossier: str
    activities: str
    rows: tuple[StatementRow, ...]
    to_enter: int
    """Past slots of the period still to be entered: they stay out of the figures, and are said."""
    signatory: Signatory = field(repr=False)

    @property
    def validated_sheets(self) -> int:
        """Distinct validated sheets behind the rows."""
        return len({row.sheet for row in self.rows if row.validated and row.sheet})


@dataclass(frozen=True, slots=True)
class CertificateView(PaperView):
    """`certificat` and `attestation`: what one person followed of one activity, in hours."""

    letterhead: Letterhead
    printed_at: datetime
    number: str
    title: str
    """« Certificat de réalisation » or « Attestation de participation »."""
    provider: bool
    """The organisation is a declared training provider: the ministry's wording."""
    person: str = field(repr=False)
    """« M. Kévin BELLENGER »."""
    activity: str
    start: date
    end: date
    minutes: int
    sheets: int
    reference: str
    commune: str
    signatory: Signatory = field(repr=False)
    provisional: str = ""
    """Why it is provisional; empty when every sheet is validated."""
    carried_over: int = 0
    """Minutes « reprises » from a spreadsheet: never counted."""
    replaces: str = ""
    """Number of the paper it replaces: what it attests changed since."""


@dataclass(frozen=True, slots=True)
class CollectiveRow:
    """A person of a collective attestation."""

    person: PaperPerson = field(repr=False)
    minutes: int
    seances: int


@dataclass(frozen=True, slots=True)
class CollectiveView(PaperView):
    """`attestation-collective`: everyone who took part in an activity over a period."""

    letterhead: Letterhead
    printed_at: datetime
    number: str
    activity: str
    start: date
    end: date
    rows: tuple[CollectiveRow, ...]
    seances: int
    sheets: int
    signatory: Signatory = field(repr=False)
    provisional: str = ""
    brique: PaperBrique | None = None
    replaces: str = ""
    """Number of the paper it replaces: what it attests changed since."""


@dataclass(frozen=True, slots=True)
class AbsenceRow:
    """A person away from a séance; never why."""

    day: date
    activity: str
    person: PaperPerson = field(repr=False)
    status: str
    """« absent justifié », « absent injustifié », « excusé », « dispensé »."""
    minutes: int
    proof: bool
    phone: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class AbsencesView(PaperView):
    """`absents`: who was away over a period, to call them."""

    letterhead: Letterhead
    printed_at: datetime
    start: date
    end: date
    rows: tuple[AbsenceRow, ...]


@dataclass(frozen=True, slots=True)
class PlanningEntry:
    """A séance on a planning: never the name of a participant."""

    day: date
    brique: str
    hours: str
    """« 9 h – 12 h »."""
    label: str
    """« Jardin, gare »: subject and commune."""
    subject: str = ""
    """« Jardin », for where both do not hold."""

    def when(self, *, both: bool) -> str:
        """Its hours, the day first in the column of two days: « sam. 9 h – 12 h »."""
        return f"{SHORT_DAYS[self.day.weekday()]} {self.hours}" if both else self.hours


@dataclass(frozen=True, slots=True)
class PlanningDay:
    """A day of the month and what it is."""

    day: date
    note: str = ""
    """« vacances scolaires », « jour férié »…"""


@dataclass(frozen=True, slots=True)
class PlanningView(PaperView):
    """`planning`: a month of activities, for the wall or for one trainer, one place, one person."""

    letterhead: Letterhead
    printed_at: datetime
    title: str
    """« Octobre 2026 »."""
    subtitle: str
    """« Planning des activités », « Planning de Nadia Lefort »…"""
    days: tuple[PlanningDay, ...]
    """Every day of the month."""
    entries: tuple[PlanningEntry, ...]
    legend: tuple[PaperBrique, ...]
    phone: str
    shape: str = "a4"
    """a4 · a3 (large letters) · a5 (the card of a person)."""
    person: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class ConvocationDate:
    """A date one is expected."""

    day: date
    hours: str
    place: str


@dataclass(frozen=True, slots=True)
class ConvocationView(PaperView):
    """`convocation-activite`: a letter to a person about the séances that wait for them."""

    letterhead: Letterhead
    printed_at: datetime
    number: str
    person: str = field(repr=False)
    address: tuple[str, ...] = field(repr=False)
    activity: str
    dates: tuple[ConvocationDate, ...]
    material: str
    trainers: tuple[str, ...]
    phone: str
    commune: str
    signatory: Signatory = field(repr=False)
