"""What a column of a list of past presences may be."""

from __future__ import annotations

from elans_desktop.services.imports.targets import BY_CODE, NAMES, TargetSet, target

TARGETS = TargetSet(
    (
        target(
            "number",
            "N° de dossier",
            "line",
            "dossier|n dossier|no dossier|numero|numero de dossier|identifiant|id",
            unless="telephone securite adresse",
        ),
        *(BY_CODE[code] for code in NAMES),
        BY_CODE["birth_date"],
        target(
            "day",
            "Date",
            "date",
            "jour|le|date de seance|date seance|date de la seance|date presence|date de presence"
            "|date de l atelier|date atelier|date du",
            unless="naissance entree sortie import",
        ),
        target(
            "start",
            "Début",
            "time",
            "heure debut|heure de debut|de|arrivee|heure d arrivee|debut seance|entree",
            unless="retard date",
        ),
        target(
            "end",
            "Fin",
            "time",
            "heure fin|heure de fin|a|depart|heure de depart|fin seance|sortie",
            unless="anticipe minutes date",
        ),
        target(
            "slot",
            "Demi-journée ou horaire",
            "slot",
            "creneau|demi journee|horaire|horaires|periode|moment|matin apres midi|plage|plage horaire",
            unless="date",
        ),
        target(
            "hours",
            "Heures",
            "hours",
            "duree|nb heures|nb d heures|nombre d heures|heures realisees|heures de presence|temps"
            "|duree heures|nb h|total heures|heures effectuees|volume horaire|duree en heures|h",
            unless="minutes prevues prevu",
        ),
        target(
            "minutes",
            "Minutes",
            "minutes",
            "minutes realisees|duree minutes|duree en minutes|nb minutes|nombre de minutes|mn|min",
            unless="prevues prevu retard depart",
        ),
        target(
            "planned",
            "Durée prévue",
            "hours",
            "heures prevues|nb heures prevues|duree prevue|duree theorique|prevu",
            unless="minutes",
        ),
        target("planned_minutes", "Minutes prévues", "minutes", "minutes prevues|duree prevue en minutes"),
        target(
            "status",
            "Présence",
            "status",
            "statut|present|presents|presence absence|presences|p a|etat|absence|emargement|signature",
            unless="date feuille justificatif motif",
        ),
        target("late", "Retard (minutes)", "minutes", "retard|minutes de retard|retard minutes|retard min"),
        target(
            "early",
            "Départ anticipé (minutes)",
            "minutes",
            "depart anticipe|minutes de depart|depart avant la fin|depart anticipe min",
        ),
        target(
            "activity",
            "Activité",
            "line",
            "atelier|action|intitule|module|seance|intitule de l action|nom de l atelier|nom de l activite"
            "|titre|theme|formation|intitule de l activite|intitule de l atelier",
            unless="date heure lieu",
        ),
        target("brique", "Brique", "line", "etape|phase|axe"),
        target(
            "comment",
            "Remarque",
            "line",
            "remarques|observation|observations|commentaire|commentaires|note|notes",
            joins=" ; ",
        ),
    )
)
"""Sets of columns for one list: names, day, then a slot or a number of hours."""
