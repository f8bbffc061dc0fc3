"""Papers of people about the people of the design: invented, and in agreement with one another."""

from __future__ import annotations

from datetime import date, datetime

from elans_desktop.core.resources import read_json
from elans_desktop.services import merge_fields
from elans_desktop.services.paper import GridLevelMark
from elans_desktop.services.participants.paper_people import (
    ActionPlanView,
    BarrierMove,
    DetectionSheetView,
    EnvelopesView,
    HoursBar,
    LabelsView,
    PaperColumn,
    PaperFact,
    PaperFacts,
    PaperNote,
    PaperSection,
    PaperSigner,
    PaperTable,
    PersonDataView,
    PersonSheetView,
    PlanAction,
    PlanObjective,
    PostalAddress,
    ReviewView,
    SkillMark,
    SkillsView,
    TextSheetView,
    TimelineBar,
    TimelineLane,
    TimelineMark,
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


REVIEW = ReviewView(
    letterhead=HEAD,
    printed_at=PRINTED,
    number="BP-2026-A0031",
    facts=PaperFacts(
        (
            (
                PaperFact("Personne", "Kévin BELLENGER", 56),
                PaperFact("Référent de parcours", "Hélène Marchand", 50),
                PaperFact("Entrée", "lun.\u00a002/02/2026", 35),
                PaperFact("Sortie", "ven.\u00a030/10/2026", 36),
            ),
        )
    ),
    duration="8\u00a0mois et 28\u00a0jours",
    lanes=(
        TimelineLane("R", "Repérage", (TimelineBar(date(2026, 1, 12), date(2026, 2, 1)),)),
        TimelineLane(
            "M",
            "Remobilisation",
            (
                TimelineBar(
                    date(2026, 2, 2),
                    date(2026, 10, 28),
                    ("Jardin partagé de la gare", "ateliers cuisine et mobilité"),
                ),
            ),
        ),
        TimelineLane(
            "A",
            "Accompagnement",
            (TimelineBar(date(2026, 5, 4), date(2026, 10, 30), ("CV, visites", "deux immersions")),),
        ),
    ),
    marks=(TimelineMark(date(2026, 11, 2), "9\u00a0mois"),),
    first=date(2026, 1, 12),
    last=date(2026, 11, 2),
    situation_moments=("À l’entrée", "À la sortie"),
    situation=(
        ("Emploi", "Non inscrit, sans activité", "Inscrit depuis moins de 12\u00a0mois"),
        ("Logement", "Hébergé chez les parents", "Hébergé chez les parents"),
        ("Déplacements", "Aucun moyen", "Permis en cours, covoiturage"),
        ("Formation", "Brevet", "Brevet"),
    ),
    barriers=(
        BarrierMove("Mobilité", 3, 1, "Covoiturage du jardin, bourse au code"),
        BarrierMove("Isolement, confiance en soi", 2, 0, "Le groupe, les repas partagés"),
        BarrierMove("Démarches et droits", 2, 1, "Trois rendez-vous accompagnés"),
        BarrierMove("Rythme de vie, disponibilité", 2, 0, "Deux journées fixes par semaine"),
        BarrierMove("Logement", None, 1, "Atelier logement, dossier déposé"),
    ),
    hours=(
        HoursBar("R", "Repérage", 180),
        HoursBar("M", "Remobilisation", 8550),
        HoursBar("A", "Accompagnement", 2760),
    ),
    realised=11490,
    planned=12630,
    rate=9097,
    sheets=41,
    skills=SkillsView(
        grid="Repères de remobilisation",
        levels=(
            GridLevelMark(1, "aide constante"),
            GridLevelMark(2, "avec de l’aide"),
            GridLevelMark(3, "sans aide d’habitude"),
            GridLevelMark(4, "sans aide, même face à l’imprévu"),
        ),
        marks=(
            SkillMark("Assiduité", 2, 4),
            SkillMark("Ponctualité", 1, 3),
            SkillMark("Respect des règles de vie", 3, 3),
            SkillMark("Rapport à l’autre", 2, 3),
            SkillMark("Demander de l’aide", 1, 3),
            SkillMark("Travailler en équipe", 2, 3),
            SkillMark("Tenir dans la durée", 2, 3),
            SkillMark("Agir face à l’imprévu", None, 2),
        ),
        before_label="entrée, 12/02/2026",
        after_label="sortie, 23/10/2026",
        progress="Progression moyenne\u00a0: +1,3 sur 7\u00a0repères évalués aux deux moments, sur 8 dans la "
        "grille. Un repère non observé ne compte pas.",
    ),
    immersions=PaperTable(
        (
            PaperColumn("Où", 44, strong=True),
            PaperColumn("Quand", 30),
            PaperColumn("Métier", 38),
            PaperColumn("Ce que j’en retiens", 65),
        ),
        (
            (
                "Menuiserie Harivel",
                "07/09/2026 au 18/09/2026",
                "Menuiserie",
                "Le bois me plaît, l’équipe aussi.",
            ),
            (
                "Atelier des Deux Rives",
                "05/10/2026 au 09/10/2026",
                "Pose",
                "Je préfère l’atelier au chantier.",
            ),
        ),
    ),
    exit=(
        "Depuis le ven.\u00a030/10/2026\u00a0: Formation qualifiante ou certifiante, AFPA.",
        "J’ai obtenu une certification pendant le parcours.",
    ),
    own_words=("«\u00a0Maintenant je demande. Avant je restais dans mon coin.\u00a0»",),
    referent="Hélène Marchand",
    person="Kévin BELLENGER",
)

PLAN = ActionPlanView(
    letterhead=HEAD,
    printed_at=PRINTED,
    number=NUMBER,
    facts=PaperFacts(
        (
            (
                PaperFact("Personne", "Kévin BELLENGER", 70),
                PaperFact("Référent de parcours", "Hélène Marchand", 62),
                PaperFact("Fait le", "ven.\u00a030/10/2026", 45),
            ),
        )
    ),
    own_words="Devenir menuisier, près de chez moi.",
    objectives=(
        PlanObjective(
            "Passer le code de la route",
            "Mobilité",
            date(2027, 1, 31),
            (
                PlanAction("M’inscrire à l’auto-école", "moi", date(2026, 11, 6), "fait", done=True),
                PlanAction("Déposer le dossier d’aide au permis", "Hélène Marchand", date(2026, 11, 13)),
                PlanAction("Séances de code, deux fois par semaine", "Orne Mobilité", date(2026, 12, 18)),
            ),
        ),
        PlanObjective(
            "Entrer en formation de menuisier à l’AFPA, et trouver un hébergement la semaine",
            "Logement",
            date(2026, 11, 9),
            (PlanAction("Visiter la résidence de Flers", "moi", date(2026, 11, 4)),),
        ),
    ),
    next_appointment="mar.\u00a010/11/2026 à 10\u00a0h\u00a000, Mairie de Champfleury",
    referent="Hélène Marchand",
    person="Kévin BELLENGER",
)


def shipped_text(code: str) -> str:
    """A shipped text, its fields left as gaps."""
    rows = read_json("reference/printed_texts.json")["rows"]
    text = next("\n".join(row["text"]) for row in rows if row["code"] == code)
    return merge_fields.fill(text, lambda field: field.example)


CHARTER = TextSheetView(
    letterhead=HEAD,
    printed_at=PRINTED,
    title="Charte d’engagement",
    subject=NUMBER,
    number=NUMBER,
    facts=PaperFacts(
        (
            (
                PaperFact("Personne", "BELLENGER Kévin", 70),
                PaperFact("Référent de parcours", "Hélène Marchand", 62),
                PaperFact("Entrée le", "lun.\u00a002/02/2026", 45),
            ),
        )
    ),
    text=shipped_text("charte_o2r"),
    signers=(PaperSigner("La personne", "Kévin BELLENGER"), PaperSigner("La structure", "Hélène Marchand")),
)
NOTE = TextSheetView(
    letterhead=HEAD,
    printed_at=PRINTED,
    title="Ce que nous notons de vous, et vos droits",
    subject="vierge",
    number="",
    facts=PaperFacts(((PaperFact("Personne", "", 110), PaperFact("Remise le", "", 67)),)),
    text=shipped_text("note_rgpd"),
    signers=(PaperSigner("La personne", "si elle le souhaite"), PaperSigner("Note remise par", "nom, date")),
    receipt="J’ai reçu cette note et j’ai pu poser mes questions. Signer prouve que je l’ai reçue.",
)
DETECTION = DetectionSheetView(
    letterhead=HEAD,
    printed_at=PRINTED,
    modes=tuple(row["label"] for row in read_json("reference/detection_modes.json")["rows"]),
    age_bands=(
        "moins de 18\u00a0ans", "18 à 25\u00a0ans", "26 à 29\u00a0ans", "30 à 39\u00a0ans",
        "40 à 49\u00a0ans", "50 à 54\u00a0ans", "55\u00a0ans et plus",
    ),
    outcomes=("Entrée en remobilisation", "Orientation directe", "Refus", "Perdu de vue", "À recontacter"),
    contact="02 31 00 00 12 ou bonjour@pressoir.exemple.fr",
)  # fmt: skip
ADDRESSES = tuple(
    PostalAddress((f"Prénom{n} NOM{n}", f"{n} rue de l’Ancienne-Gare", "61999 CHAMPFLEURY-LE-BOCAGE"))
    for n in range(1, 31)
)
LABELS = LabelsView(HEAD, PRINTED, sheet="24", start=5, addresses=ADDRESSES)
ENVELOPES = EnvelopesView(HEAD, PRINTED, format="dl", addresses=ADDRESSES[:3])

PERSON_DATA = PersonDataView(
    letterhead=HEAD,
    printed_at=PRINTED,
    title="Toutes les données de Kévin BELLENGER",
    number=NUMBER,
    facts=PERSON_SHEET.facts,
    sections=(
        PaperSection(
            "Entretiens",
            (
                PaperTable(
                    (PaperColumn("Entretien", 56), PaperColumn("12/10/2026", 121)),
                    (("Durée", "45 min"), ("Synthèse", "Le projet de cuisine se précise.")),
                ),
            ),
        ),
    ),
    issued=(("30/10/2026 16:00", "fiche-participant", "", "Hélène Marchand"),),
)

RECTIFICATION = PersonSheetView(
    letterhead=HEAD,
    printed_at=PRINTED,
    title="Fiche de rectification",
    number=NUMBER,
    facts=PERSON_SHEET.facts,
    sections=(
        PaperSection(
            "Ce qui a changé",
            (
                PaperTable(
                    (PaperColumn("Le", 25), PaperColumn("Information", 52), PaperColumn("Avant", 50)),
                    (("30/10/2026", "Identité, Commune", "Flers"),),
                ),
            ),
        ),
    ),
)
