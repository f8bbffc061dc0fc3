"""Views of the papers made from presences, with the people and figures of the design."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from elans_desktop.services.paper import (
    IndividualLine,
    IndividualSheetView,
    PaperBrique,
    PaperMark,
    PaperPerson,
    PaperSlot,
    WeekDay,
)
from elans_desktop.services.presences.paper_presence import (
    AbsenceRow,
    AbsencesView,
    CertificateView,
    CollectiveRow,
    CollectiveView,
    ConvocationDate,
    ConvocationView,
    PlanningDay,
    PlanningEntry,
    PlanningView,
    Signatory,
    StatementRow,
    StatementView,
)
from tests.documents.samples import HEAD, PEOPLE, REMOBILISATION, SEANCE, TRAINERS, WEEK

PRESIDENT = Signatory("Jeanne Roussel", "présidente")
KEVIN = PaperPerson("Bellenger", "Kévin")


def _row(
    day: int, title: str, brique: str, planned: int, late: int = 0, justified: int = 0, unjustified: int = 0
) -> StatementRow:
    present = planned - late - justified - unjustified
    sheet, validated = f"FE-2026-A{130 + day:04}", brique == "M"
    away = (late, justified, unjustified)
    return StatementRow(date(2026, 10, day), title, brique, planned, present, *away, sheet, validated)


ROWS = (
    _row(1, "Entretien individuel", "A", 60),
    _row(5, "Atelier cuisine", "M", 180),
    _row(6, "Atelier CV individuel", "A", 90),
    _row(7, "Jardin partagé de la gare", "M", 360, late=20, justified=180),
    _row(9, "Sortie accompagnée", "A", 120),
    _row(13, "Jardin partagé de la gare", "M", 360),
    _row(15, "Entretien individuel", "A", 60),
    _row(19, "Atelier cuisine", "M", 180, unjustified=180),
    _row(20, "Visite d’entreprise", "A", 150),
    _row(21, "Jardin partagé de la gare", "M", 360),
    _row(26, "Atelier mobilité", "M", 180),
    _row(28, "Jardin partagé de la gare", "M", 360, late=15),
    _row(29, "Entretien individuel", "A", 60),
)
"""The month of the design: 42 h 00 planned, 35 h 25 present, 0 h 35 late, 3 h 00 and 3 h 00 away."""

STATEMENT = StatementView(
    letterhead=HEAD,
    printed_at=datetime(2026, 11, 2, 9, 10),
    number="RM-2026-10-A0031",
    period="Octobre 2026",
    person=KEVIN,
    dossier="2026-A0031",
    activities="Jardin partagé de la gare et accompagnement",
    rows=ROWS,
    to_enter=0,
    signatory=PRESIDENT,
)

CERTIFICATE = CertificateView(
    letterhead=HEAD,
    printed_at=datetime(2026, 10, 30, 16, 20),
    number="CR-2026-A0019",
    title="Certificat de réalisation",
    provider=True,
    person="M. Kévin BELLENGER",
    activity="Jardin partagé de la gare",
    start=date(2026, 2, 2),
    end=date(2026, 10, 30),
    minutes=8550,
    sheets=24,
    reference="3WQM-8FZT",
    commune="Champfleury-le-Bocage",
    signatory=PRESIDENT,
)

ATTESTATION = CertificateView(
    letterhead=HEAD,
    printed_at=datetime(2026, 10, 30, 16, 20),
    number="AP-2026-A0020",
    title="Attestation de participation",
    provider=False,
    person="M. Kévin BELLENGER",
    activity="Jardin partagé de la gare",
    start=date(2026, 2, 2),
    end=date(2026, 10, 30),
    minutes=8550,
    sheets=23,
    reference="3WQM-8FZT",
    commune="",
    signatory=Signatory(),
    provisional="1 feuille n’est pas validée",
    carried_over=180,
)

COLLECTIVE = CollectiveView(
    letterhead=HEAD,
    printed_at=datetime(2026, 10, 30, 16, 20),
    number="AC-2026-A0021",
    activity="Jardin partagé de la gare",
    start=date(2026, 2, 2),
    end=date(2026, 10, 30),
    rows=tuple(CollectiveRow(person, 8550 - 90 * n, 24 - n) for n, person in enumerate(PEOPLE)),
    seances=24,
    sheets=24,
    signatory=PRESIDENT,
    brique=REMOBILISATION,
)

AWAY = ("absent injustifié", "absent justifié", "excusé")
ABSENCES = AbsencesView(
    letterhead=HEAD,
    printed_at=datetime(2026, 10, 16, 17, 2),
    start=date(2026, 10, 12),
    end=date(2026, 10, 18),
    rows=tuple(
        AbsenceRow(
            date(2026, 10, 12 + n), "Atelier cuisine", person, status, 180, n == 1, f"06 00 00 00 0{n}"
        )
        for n, (person, status) in enumerate(zip(PEOPLE[:3], AWAY, strict=True))
    ),
)

_OCTOBER = tuple(date(2026, 10, 1) + timedelta(days=n) for n in range(31))
PLANNING = PlanningView(
    letterhead=HEAD,
    printed_at=datetime(2026, 9, 28, 9, 0),
    title="Octobre 2026",
    subtitle="Planning des activités",
    days=tuple(PlanningDay(day, "vacances scolaires" if day.day >= 19 else "") for day in _OCTOBER),
    entries=tuple(
        PlanningEntry(day, letter, hours, label)
        for day in _OCTOBER
        for weekday, letter, hours, label in (
            (0, "M", "9 h – 12 h", "Cuisine, Champfleury"),
            (1, "A", "14 h – 16 h", "Mobilité, Champfleury"),
            (2, "M", "9 h – 16 h 30", "Jardin, gare"),
            (3, "R", "9 h – 12 h", "Bus, marché du Mesnil"),
            (3, "A", "14 h – 16 h", "CV, La Ferté"),
            (5, "M", "10 h – 12 h", "Jardin ouvert"),
        )
        if day.weekday() == weekday
    ),
    legend=(
        PaperBrique("R", "Repérage"),
        PaperBrique("M", "Remobilisation"),
        PaperBrique("A", "Accompagnement"),
    ),
    phone="0261910031",
)

CONVOCATION = ConvocationView(
    letterhead=HEAD,
    printed_at=datetime(2026, 9, 28, 9, 0),
    number="2026-A0031",
    person="M. Kévin BELLENGER",
    address=("12, rue des Tilleuls", "61999 Champfleury-le-Bocage"),
    activity="Jardin partagé de la gare",
    dates=tuple(
        ConvocationDate(date(2026, 10, day), "9 h – 12 h, 13 h 30 – 16 h 30", "Jardin de la gare")
        for day in (7, 14, 21, 28)
    ),
    material="Chaussures fermées, gourde, pique-nique.",
    trainers=("Hélène Marchand", "Yannick Lebrun"),
    phone="0261910031",
    commune="Champfleury-le-Bocage",
    signatory=PRESIDENT,
)

DAY = replace(SEANCE, title="Feuille d’émargement – journée", number="FE-2026-A0150")
BLANK = replace(
    SEANCE,
    number="",
    control_code="",
    activity="",
    place="",
    day=None,
    seance_number=0,
    slots=(PaperSlot(0, 0, "matin"), PaperSlot(0, 0, "apres_midi")),
    people=(),
    trainers=(),
    brique=None,
    with_qr=False,
)
ENTERED = replace(
    SEANCE,
    marks=(
        PaperMark(("", ""), minutes=(180, 180)),
        PaperMark(("", "absent"), "retard 20 min", minutes=(160, None)),
        *[PaperMark(("", ""), minutes=(180, 180))] * 7,
    ),
)
MONTH = replace(
    WEEK,
    title="Feuille d’émargement – octobre 2026",
    number="FE-2026-A0151",
    compact=True,
    days=tuple(
        WeekDay(day, (PaperSlot(540, 720, "matin"), PaperSlot(810, 990, "apres_midi")))
        for day in _OCTOBER
        if day.weekday() in (1, 3)
    ),
)
INDIVIDUAL = IndividualSheetView(
    letterhead=HEAD,
    number="FE-2026-A0152",
    control_code="3WQM-8FZT",
    printed_at=datetime(2026, 10, 1, 8, 12),
    activity="Entretiens individuels",
    period="1 au 29 octobre 2026",
    person=KEVIN,
    dossier="2026-A0031",
    lines=tuple(
        IndividualLine(date(2026, 10, day), 540, 600, "Projet professionnel", "Le Pressoir")
        for day in (1, 8, 15, 22, 29)
    ),
    trainers=TRAINERS[:1],
    brique=PaperBrique("A", "Accompagnement"),
)
