"""Views with the people and places of the design: invented, and in agreement with one another."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from elans_desktop.services.paper import (
    FunderMark,
    GridFamily,
    GridLevelMark,
    GridSheetView,
    Letterhead,
    PaperBrique,
    PaperPerson,
    PaperSlot,
    PaperTrainer,
    RecoverySheetView,
    SeanceSheetView,
    WeekDay,
    WeekSheetView,
)

MORNING = PaperSlot(540, 720, "matin")
AFTERNOON = PaperSlot(810, 990, "apres_midi")
EVENING = PaperSlot(1110, 1230, "soir")
REMOBILISATION = PaperBrique("M", "Remobilisation")

HEAD = Letterhead(
    organisation="Association Le Pressoir",
    short_name="Le Pressoir",
    tagline="Association – Champfleury-le-Bocage",
    address=("4, rue du Lavoir", "61999 Champfleury-le-Bocage"),
    siret="123 456 789 00012",
    lead_name="Les Haies Vives",
    funders=(FunderMark("ÉTAT", "Préfecture"), FunderMark("LE DÉPARTEMENT", "Orne-Bocage")),
    eu_cofunded=True,
    scheme_line="O2R 2026–2028 – convention n° O2R-28-2026-014",
)

PEOPLE = (
    PaperPerson("Aubert", "Mélanie"),
    PaperPerson("Bellenger", "Kévin"),
    PaperPerson("Cauchois", "Océane"),
    PaperPerson("Delauney", "Jean-Christophe"),
    PaperPerson("Éliard", "Noëlle"),
    PaperPerson("Féret-Lemonnier", "Marie-Ange"),
    PaperPerson("Guérard", "Loïc"),
    PaperPerson("Hamel", "Zoé"),
    PaperPerson("Lecœur", "Françoise"),
)
TRAINERS = (
    PaperTrainer("Marchand", "Hélène", "Association Le Pressoir", "Intervenante"),
    PaperTrainer("Lebrun", "Yannick", "Atelier des Deux Rives", "Intervenant"),
)

SEANCE = SeanceSheetView(
    letterhead=HEAD,
    number="FE-2026-A0143",
    control_code="7F3K-92QD",
    printed_at=datetime(2026, 10, 13, 8, 12),
    activity="Jardin partagé de la gare",
    day=date(2026, 10, 13),
    slots=(MORNING, AFTERNOON),
    place="Salle communale, Champfleury-le-Bocage",
    seance_number=21,
    seance_total=24,
    brique=REMOBILISATION,
    people=PEOPLE,
    trainers=TRAINERS,
)

WEEK = WeekSheetView(
    letterhead=HEAD,
    number="FE-2026-A0158",
    control_code="4TQ8-M2WN",
    printed_at=datetime(2026, 11, 6, 16, 40),
    activity="Chantier du verger communal",
    days=(
        WeekDay(date(2026, 11, 9), (MORNING, AFTERNOON)),
        WeekDay(date(2026, 11, 10), (MORNING, AFTERNOON)),
        WeekDay(date(2026, 11, 11), closed="Jour férié"),
        WeekDay(date(2026, 11, 12), (MORNING, AFTERNOON)),
        WeekDay(date(2026, 11, 13), (MORNING, AFTERNOON)),
    ),
    place="Salle communale, Champfleury-le-Bocage",
    brique=REMOBILISATION,
    people=PEOPLE[:6],
    trainers=TRAINERS,
)

GRID = GridSheetView(
    letterhead=HEAD,
    printed_at=datetime(2026, 10, 23, 15, 30),
    title="Repères de remobilisation",
    version=2,
    levels=(
        GridLevelMark(1, "aide constante"),
        GridLevelMark(2, "avec de l’aide"),
        GridLevelMark(3, "sans aide d’habitude"),
        GridLevelMark(4, "sans aide, même face à l’imprévu"),
    ),
    families=(
        GridFamily("Repères de vie et de travail", ("Assiduité", "Ponctualité", "Respect des règles de vie")),
        GridFamily(
            "Relation aux autres", ("Rapport à l’autre", "Demander de l’aide", "Travailler en équipe")
        ),
        GridFamily("Agir", ("Tenir dans la durée", "Agir face à l’imprévu")),
    ),
)

RECOVERY = RecoverySheetView(
    letterhead=replace(HEAD, tagline="Champfleury-le-Bocage", lead_caption="chef de file"),
    workspace="O2R Bocage",
    created_on=date(2026, 1, 6),
    code_number=1,
    fingerprint="A3 7F 19 C4",
    lines=("7K4M2QXD", "9TWC5HVJ", "3BPR8ZGN", "6EYS4FA2"),
    checks=("5", "R", "8", "K"),
)


def people(count: int) -> tuple[PaperPerson, ...]:
    """`count` distinct people."""
    return tuple(PaperPerson(f"Nom{index:03}", f"Prénom{index:03}") for index in range(1, count + 1))
