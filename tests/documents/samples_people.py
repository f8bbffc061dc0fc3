"""Papers of people about the people of the design: invented, and in agreement with one another."""

from __future__ import annotations

from datetime import datetime

from elans_desktop.services.paper_people import (
    PaperColumn,
    PaperFact,
    PaperFacts,
    PaperNote,
    PaperSection,
    PaperTable,
    PersonSheetView,
)
from tests.documents.samples import HEAD, REMOBILISATION

PRINTED = datetime(2026, 10, 30, 16, 0)
NUMBER = "2026-A0031"

PERSON_SHEET = PersonSheetView(
    letterhead=HEAD,
    printed_at=PRINTED,
    title="Fiche participant",
    number=NUMBER,
    facts=PaperFacts(
        (
            (
                PaperFact("Personne", "BELLENGER Kévin", 62),
                PaperFact("Référent de parcours", "Hélène Marchand", 48),
                PaperFact("Entrée", "lun. 02/02/2026", 34),
                PaperFact("Statut", "Sorti", 33),
            ),
        )
    ),
    sections=(
        PaperSection(
            "Identité",
            (
                PaperFacts(
                    (
                        (
                            PaperFact("Nom d’usage", "Bellenger", 60),
                            PaperFact("Nom de naissance", "", 60),
                            PaperFact("Prénom", "Kévin", 57),
                        ),
                    )
                ),
            ),
        ),
        PaperSection(
            "Situation",
            (
                PaperTable(
                    (
                        PaperColumn("", 34, strong=True),
                        PaperColumn("À l’entrée, 02/02/2026", 71),
                        PaperColumn("À la sortie, 30/10/2026", 72),
                    ),
                    (
                        ("Emploi", "Non inscrit, sans activité", "Inscrit depuis moins de 12\u00a0mois"),
                        ("Logement", "Hébergé chez les parents", "Hébergé chez les parents"),
                        ("Déplacements", "", "Permis en cours, covoiturage"),
                    ),
                ),
            ),
        ),
        PaperSection(
            "Entretiens",
            (
                PaperNote(
                    "mer. 28/04/2026 – Sur place avec rendez-vous",
                    "32 questions sur 40 au dernier test de code. Confirme le projet de menuiserie.\n"
                    "Suites\u00a0: appeler l’auto-école.",
                    "45\u00a0min, avec Hélène Marchand",
                ),
            ),
        ),
        PaperSection(
            "Activités et présences",
            (
                PaperTable(
                    (
                        PaperColumn("Activité", 112, strong=True),
                        PaperColumn("Réalisées", 22, right=True),
                        PaperColumn("Prévues", 22, right=True),
                        PaperColumn("Assiduité", 21, right=True),
                    ),
                    (
                        (
                            "Jardin partagé de la gare",
                            "142\u00a0h\u00a030",
                            "150\u00a0h\u00a000",
                            "95\u00a0%",
                        ),
                        ("Ensemble", "142\u00a0h\u00a030", "150\u00a0h\u00a000", "95\u00a0%"),
                    ),
                    total=True,
                ),
            ),
            "heures réalisées / heures prévues",
        ),
    ),
    brique=REMOBILISATION,
)
