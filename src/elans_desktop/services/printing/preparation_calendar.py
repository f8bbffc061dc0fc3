"""How the views of the documents of the calendar are made."""

from __future__ import annotations

from elans_desktop.services.presences import attendance_sheets
from elans_desktop.services.presences.presence_papers import (
    absences,
    certificates,
    convocations,
    examples,
    planning,
    sheets,
    statements,
)
from elans_desktop.services.printing.printing import Preparation

PREPARE = {
    "emargement-seance": Preparation(attendance_sheets.prepare_seance, "seance"),
    "emargement-semaine": Preparation(attendance_sheets.prepare_week, "activity"),
    "emargement-journee": Preparation(sheets.prepare_day),
    "emargement-mois": Preparation(sheets.prepare_month),
    "emargement-individuel": Preparation(sheets.prepare_individual, "participant", dated=False),
    "emargement-vierge": Preparation(sheets.prepare_blank, "activity"),
    "releve-presence": Preparation(statements.prepare, "participant", examples.assiduous, dated=False),
    "attestation": Preparation(
        certificates.prepare_attestation, "participant", examples.assiduous, dated=False
    ),
    "certificat": Preparation(certificates.prepare_certificate, "participant", examples.trained, dated=False),
    "attestation-collective": Preparation(
        certificates.prepare_collective, "activity", examples.followed_activity, dated=False
    ),
    "absents": Preparation(absences.prepare, dated=False),
    "planning": Preparation(planning.prepare),
    "convocation-activite": Preparation(
        convocations.prepare, "activity", examples.coming_activity, dated=False
    ),
}
