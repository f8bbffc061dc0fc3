"""What the papers of a person need to know: frozen views, complete, that composers draw as they are.

Texts are already chosen here (a sensitive prescriber is « Autre », the confidential block is there or not);
composers choose where they stand. Whatever may hold a name or a fact about somebody stays out of `repr`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from elans_desktop.services.paper import GridLevelMark, Letterhead, PaperBrique, PaperView


@dataclass(frozen=True, slots=True)
class PaperFact:
    """A cell of a frame of fields; without value it is a dotted line to write on. `share`: of the width."""

    label: str
    value: str = field(default="", repr=False)
    share: float = 1.0


@dataclass(frozen=True, slots=True)
class PaperFacts:
    """A frame of fields, row by row."""

    rows: tuple[tuple[PaperFact, ...], ...]


@dataclass(frozen=True, slots=True)
class PaperColumn:
    """A column of a table. `share`: of the width."""

    label: str
    share: float = 1.0
    strong: bool = False
    right: bool = False
    """Figures, right-aligned."""


@dataclass(frozen=True, slots=True)
class PaperTable:
    """A table; « – » stands for nothing. The last row is a total when `total`."""

    columns: tuple[PaperColumn, ...]
    rows: tuple[tuple[str, ...], ...] = field(repr=False)
    total: bool = False


@dataclass(frozen=True, slots=True)
class PaperNote:
    """Free text of any length under a heading; it flows over pages line by line."""

    heading: str = field(repr=False)
    text: str = field(repr=False)
    aside: str = field(default="", repr=False)
    framed: bool = False
    """Set apart by a bar: a private note, the words of the person."""


PaperPart = PaperFacts | PaperTable | PaperNote


@dataclass(frozen=True, slots=True)
class PaperSection:
    """A titled part of a document. `aside`: small grey words at the right of the title."""

    title: str
    parts: tuple[PaperPart, ...]
    aside: str = ""


@dataclass(frozen=True, slots=True)
class PersonSheetView(PaperView):
    """`fiche-participant`: the whole file of a person, section by section."""

    letterhead: Letterhead
    printed_at: datetime
    title: str
    """« Fiche participant », in the words of the scheme."""
    number: str
    """The dossier number."""
    facts: PaperFacts
    """The frame that comes back on each page."""
    sections: tuple[PaperSection, ...]
    brique: PaperBrique | None = None
    watermark: str = ""
    """« CONFIDENTIEL » on each page when the sensitive block is printed."""


@dataclass(frozen=True, slots=True)
class PersonDataView(PersonSheetView):
    """`donnees-personne`: everything the classeur knows of a person, for that person."""

    issued: tuple[tuple[str, str, str, str], ...] = field(default=(), repr=False)
    """The documents printed or sent: moment, key of the catalogue, number, by whom."""


@dataclass(frozen=True, slots=True)
class PlanAction:
    """A step: what, who, by when; `state` in words (« fait »)."""

    wording: str = field(repr=False)
    who: str = field(default="", repr=False)
    due_on: date | None = None
    state: str = ""
    done: bool = False


@dataclass(frozen=True, slots=True)
class PlanObjective:
    """An objective and its steps."""

    wording: str = field(repr=False)
    theme: str = ""
    due_on: date | None = None
    actions: tuple[PlanAction, ...] = ()


@dataclass(frozen=True, slots=True)
class ActionPlanView(PaperView):
    """`plan-action-personnel`: objectives and steps, to hand over and sign."""

    letterhead: Letterhead
    printed_at: datetime
    number: str
    facts: PaperFacts
    own_words: str = field(repr=False)
    objectives: tuple[PlanObjective, ...]
    next_appointment: str = ""
    """« mar. 11/05/2027 à 10 h 00, Mairie »."""
    referent: str = field(default="", repr=False)
    person: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class PaperSigner:
    """A box to sign in."""

    label: str
    name: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class TextSheetView(PaperView):
    """`charte` and `note-rgpd`: a text of the organisation on one page, for a person or blank.

    In `text`, a line « # … » is a title, « - … » a point, an empty line ends a paragraph.
    """

    letterhead: Letterhead
    printed_at: datetime
    title: str
    subject: str
    """For the name of the file: dossier number, or « vierge »."""
    number: str
    facts: PaperFacts
    text: str = field(repr=False)
    signers: tuple[PaperSigner, ...] = ()
    receipt: str = ""
    """Sentence above the signatures."""


@dataclass(frozen=True, slots=True)
class DetectionSheetView(PaperView):
    """`fiche-reperage`: blank, filled standing in two minutes."""

    letterhead: Letterhead
    printed_at: datetime
    modes: tuple[str, ...]
    age_bands: tuple[str, ...]
    outcomes: tuple[str, ...]
    contact: str
    """Whom to ask to be forgotten: « 02 31 00 00 12 »."""
    half_page: bool = False
    """Two A5 sheets on one A4."""


@dataclass(frozen=True, slots=True)
class TimelineBar:
    """A stay on the timeline, up to today while it goes on; `names`: what was done then."""

    start: date
    end: date
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TimelineLane:
    """The stays in one brique."""

    letter: str
    label: str
    bars: tuple[TimelineBar, ...]


@dataclass(frozen=True, slots=True)
class TimelineMark:
    """A dated line across the lanes: « 9 mois »."""

    day: date
    label: str


@dataclass(frozen=True, slots=True)
class BarrierMove:
    """A frein, then and now; None: not spoken of."""

    theme: str
    before: int | None = field(repr=False)
    after: int | None = field(repr=False)
    help: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class HoursBar:
    """Minutes realised in a brique."""

    letter: str
    label: str
    minutes: int


@dataclass(frozen=True, slots=True)
class SkillMark:
    """A criterion (or the mean of a family) at the entry and at the later moment; None: not observed."""

    label: str
    before: float | None = field(repr=False)
    after: float | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class SkillsView:
    """Two evaluations of one grid."""

    grid: str
    levels: tuple[GridLevelMark, ...]
    marks: tuple[SkillMark, ...] = field(repr=False)
    before_label: str = ""
    """« entrée, 12/02/2026 »; empty when there is only the later one."""
    after_label: str = ""
    progress: str = ""
    """« Progression moyenne : +1,3 sur les 7 repères évalués aux deux moments. »"""
    by_family: bool = False
    """The marks are means of families: lettered, not numbered."""


@dataclass(frozen=True, slots=True)
class ReviewView(PaperView):
    """`bilan-parcours`: two pages in the first person. A part without content is left out."""

    letterhead: Letterhead
    printed_at: datetime
    number: str
    """« BP-2026-A0031 »."""
    facts: PaperFacts
    duration: str
    """« 8 mois et 28 jours »."""
    lanes: tuple[TimelineLane, ...]
    marks: tuple[TimelineMark, ...]
    first: date
    last: date
    situation_moments: tuple[str, str]
    """Titles of the two columns: « À l’entrée », « À la sortie »."""
    situation: tuple[tuple[str, str, str], ...] = field(repr=False)
    barrier_moments: tuple[str, str] = ("Entrée", "Sortie")
    barriers: tuple[BarrierMove, ...] = field(default=(), repr=False)
    hours: tuple[HoursBar, ...] = ()
    realised: int = 0
    """Minutes."""
    planned: int = 0
    rate: int | None = None
    """Basis points."""
    sheets: int = 0
    """Validated sheets these hours stand on."""
    skills: SkillsView | None = None
    immersions: PaperTable | None = None
    exit: tuple[str, ...] = field(default=(), repr=False)
    """Sentences: what comes next."""
    own_words: tuple[str, ...] = field(default=(), repr=False)
    referent: str = field(default="", repr=False)
    person: str = field(default="", repr=False)
    left_out: int = 0
    """People of the same request without any pathway, hence without a bilan."""


@dataclass(frozen=True, slots=True)
class PostalAddress:
    """Who and where, line by line."""

    lines: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class LabelsView(PaperView):
    """`etiquettes`: addresses on sheets of labels, from a given place on the first one."""

    letterhead: Letterhead
    printed_at: datetime
    sheet: str
    """« 24 » (70 × 37 mm) or « 14 » (99,1 × 38,1 mm)."""
    start: int
    """First free label of the first sheet, 1 for the first."""
    addresses: tuple[PostalAddress, ...]
    without: int = 0
    """People left out: no address is known."""
    opposed: int = 0
    """People left out: they object to being written to."""


@dataclass(frozen=True, slots=True)
class EnvelopesView(PaperView):
    """`enveloppes`: one page per person, sender at the top."""

    letterhead: Letterhead
    printed_at: datetime
    format: str
    """« dl » (220 × 110 mm) or « c5 » (229 × 162 mm)."""
    addresses: tuple[PostalAddress, ...]
    without: int = 0
    opposed: int = 0
