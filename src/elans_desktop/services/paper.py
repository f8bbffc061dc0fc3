"""What a printed document needs to know: frozen views that services build and composers draw.

Nothing here is computed or read: a view is complete, and drawing it twice gives the same pages. Hours are
integer minutes of the local day, days are `date`, `printed_at` is `core.clock.local_now()` at the moment of
printing. Fields that hold or may hold a person's name stay out of `repr`, so that no report can show them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

SlotKind = Literal["matin", "apres_midi", "soir"]
"""The half-day of a slot, as the slots' table stores it."""


UNENTERED, NOT_EXPECTED = "non saisi", "–"
NO_ENTRY = ("", UNENTERED, NOT_EXPECTED)
"""Cells of a sheet printed after the entry that say nothing of an absence."""


class PaperView:
    """What any document is made from; each document declares its own class (`DocumentType.view`)."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class FunderMark:
    """A funder in the band of logos: the picture when there is one (PNG or JPEG), its name otherwise."""

    name: str
    caption: str = ""
    """Second line of the neutral mark, « Préfecture »."""
    logo: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Whose sheet it is and who pays: the band on top, the organisation's block, the footer."""

    organisation: str
    """Full name, « Association Le Pressoir »: fields and footer."""
    short_name: str = ""
    """Name of the band, « Le Pressoir »; the full name when empty."""
    tagline: str = ""
    """Under the name in the band: kind and commune, « Association – Champfleury-le-Bocage »."""
    address: tuple[str, ...] = ()
    """Lines: street, then postcode and commune."""
    siret: str = ""
    nda: str = ""
    """Declaration number of a training provider; empty when there is none."""
    logo: bytes | None = field(default=None, repr=False)
    """PNG or JPEG, drawn in an 11 × 11 mm square; a mark with the initials otherwise."""
    lead_name: str = ""
    """Chef de file, when it is another structure; empty to leave it out."""
    lead_caption: str = "chef de file du consortium"
    lead_short: str = "chef de file"
    """Where the caption does not fit."""
    lead_logo: bytes | None = field(default=None, repr=False)
    funders: tuple[FunderMark, ...] = ()
    eu_cofunded: bool = False
    """The operation has FSE+: the Union emblem and its words are printed."""
    scheme_line: str = ""
    """Scheme, years and agreement, « O2R 2026–2028 – convention n° O2R-28-2026-014 »."""


@dataclass(frozen=True, slots=True)
class PaperBrique:
    """The brique a document belongs to; R, M, A and C give their letter its colour, any other is ink."""

    letter: str
    label: str


@dataclass(frozen=True, slots=True)
class PaperPerson:
    """A name as sign-in sheets print it: « NOM Prénom ». The surname is put in capitals by the composer."""

    last_name: str = field(repr=False)
    first_name: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class PaperTrainer:
    """A trainer who signs the sheet."""

    last_name: str = field(repr=False)
    first_name: str = field(default="", repr=False)
    structure: str = ""
    role: str = "Intervenant"
    """« Intervenante », « Intervenant », « Bénévole »…"""
    slots: frozenset[int] = frozenset()
    """Positions, in the view's slots, that this trainer holds; empty for all (séance sheet only)."""


@dataclass(frozen=True, slots=True)
class PaperSlot:
    """A stretch of a day that people sign for; minutes of the local day."""

    start: int
    end: int
    kind: SlotKind


@dataclass(frozen=True, slots=True)
class PaperMark:
    """What was entered for a person, on a sheet printed again after the entry."""

    cells: tuple[str, ...]
    """For each slot: empty when present, « absent », « excusé », « dispensé », or one of NO_ENTRY."""
    note: str = ""
    """« retard 20 min »."""
    corrected: tuple[date | None, ...] = ()
    """For each slot, the day it was corrected after validation; empty when none was."""
    minutes: tuple[int | None, ...] = ()
    """For each slot, the minutes followed by a present person; None for anybody else."""


class NumberedSheet(PaperView):
    """A sheet people sign: a `number` of its own, and a state that printing moves on."""

    __slots__ = ()
    number: str


@dataclass(frozen=True, slots=True)
class SeanceSheetView(NumberedSheet):
    """`emargement-seance`: one day of one activity, twelve lines a page."""

    letterhead: Letterhead
    number: str
    """« FE-2026-A0143 »."""
    control_code: str
    """Printed under the QR code and inside it, « 7F3K-92QD »."""
    printed_at: datetime
    activity: str
    day: date | None
    """None on a blank sheet: a dotted line."""
    slots: tuple[PaperSlot, ...]
    """In the order of the day; one that ends when it starts has its hours written by hand."""
    place: str = ""
    seance_number: int = 0
    """n of « n° n sur N »; 0 prints a dotted line."""
    seance_total: int = 0
    """N; 0 when it is not known: « n° 21 »."""
    brique: PaperBrique | None = None
    people: tuple[PaperPerson, ...] = field(default=(), repr=False)
    """Expected people, already in the order of the sheet."""
    trainers: tuple[PaperTrainer, ...] = field(default=(), repr=False)
    with_qr: bool = True
    title: str = "Feuille d’émargement"
    large: bool = False
    """Large letters and tall rows."""
    marks: tuple[PaperMark, ...] = ()
    """After the entry: one for each person, in the same order; empty before."""


@dataclass(frozen=True, slots=True)
class WeekDay:
    """A day of a week sheet: its slots, or why there is none (« Jour férié », « Annulée »)."""

    day: date
    slots: tuple[PaperSlot, ...] = ()
    closed: str = ""


@dataclass(frozen=True, slots=True)
class WeekSheetView(NumberedSheet):
    """`emargement-semaine`: one week of one activity, eight lines a page, one column per half-day."""

    letterhead: Letterhead
    number: str
    control_code: str
    printed_at: datetime
    activity: str
    days: tuple[WeekDay, ...]
    """Consecutive days from Monday; Saturday and Sunday are printed only when they have slots."""
    place: str = ""
    brique: PaperBrique | None = None
    people: tuple[PaperPerson, ...] = field(default=(), repr=False)
    trainers: tuple[PaperTrainer, ...] = field(default=(), repr=False)
    with_qr: bool = True
    title: str = ""
    """Instead of « Feuille d’émargement – semaine du … »: a month."""
    compact: bool = False
    """Only the slots there are, ten to a page: a month; all the half-days of each day otherwise."""
    large: bool = False
    marks: tuple[PaperMark, ...] = ()
    """After the entry, as on a séance sheet: cells in the order of the slots of all the days."""


@dataclass(frozen=True, slots=True)
class IndividualLine:
    """A meeting of one person; `subject` is the neutral label of the catalogue."""

    day: date
    start: int
    end: int
    subject: str
    place: str
    away: str = ""
    """After the entry: as a cell of `PaperMark`."""
    minutes: int | None = None
    """After the entry: the minutes followed, when the person was present."""


@dataclass(frozen=True, slots=True)
class IndividualSheetView(NumberedSheet):
    """`emargement-individuel`: one person, many dates, ten lines a page."""

    letterhead: Letterhead
    number: str
    control_code: str
    printed_at: datetime
    activity: str
    period: str
    person: PaperPerson = field(repr=False)
    dossier: str
    lines: tuple[IndividualLine, ...]
    trainers: tuple[PaperTrainer, ...] = field(default=(), repr=False)
    brique: PaperBrique | None = None
    with_qr: bool = True
    large: bool = False
    """Large letters and tall rows."""
    entered: bool = False
    """Printed again after the entry: its lines say who was away."""


@dataclass(frozen=True, slots=True)
class GridLevelMark:
    """A level of a scale: its figure and what it means in words."""

    value: int
    label: str


@dataclass(frozen=True, slots=True)
class GridFamily:
    """A family of criteria in the order of the grid; a nameless family prints no family row."""

    label: str
    criteria: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GridSheetView(PaperView):
    """`grille-vierge`: any grid, empty, to be filled by hand."""

    letterhead: Letterhead
    printed_at: datetime
    title: str
    """« Repères de remobilisation »."""
    version: int
    levels: tuple[GridLevelMark, ...]
    families: tuple[GridFamily, ...]
    moments: tuple[str, ...] = ("Entrée", "Sortie")
    """Blocks of boxes, side by side."""
    subject: Literal["personne", "projet"] = "personne"
    number: str = ""
    """Number of the sheet when it has one; a blank grid taken from the shelf has none."""


@dataclass(frozen=True, slots=True)
class RecoverySheetView(PaperView):
    """`fiche-secours`: the recovery code, printed from memory, in one copy."""

    letterhead: Letterhead
    workspace: str
    """Title of the classeur."""
    created_on: date
    code_number: int
    """How many codes this classeur has had, this one included."""
    fingerprint: str
    """Of the classeur, so that a sheet is told from another's: « A3 7F 19 C4 »."""
    lines: tuple[str, str, str, str] = field(repr=False)
    """Four lines of eight signs."""
    checks: tuple[str, str, str, str] = field(repr=False)
    """The control sign of each line."""
    banner: str = ""
    """« EXEMPLE » on the sheet of the demonstration classeur."""
