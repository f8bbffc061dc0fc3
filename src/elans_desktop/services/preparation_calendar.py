"""How the views of the documents of the calendar are made."""

from __future__ import annotations

from elans_desktop.services import attendance_sheets
from elans_desktop.services.presence_papers import absences, certificates, examples, statements
from elans_desktop.services.printing import Preparation

PREPARE = {
    "emargement-seance": Preparation(attendance_sheets.prepare_seance, "seance"),
    "emargement-semaine": Preparation(attendance_sheets.prepare_week, "activity"),
    "releve-presence": Preparation(statements.prepare, "participant", examples.assiduous),
    "attestation": Preparation(certificates.prepare_attestation, "participant", examples.assiduous),
    "certificat": Preparation(certificates.prepare_certificate, "participant", examples.trained),
    "attestation-collective": Preparation(
        certificates.prepare_collective, "activity", examples.followed_activity
    ),
    "absents": Preparation(absences.prepare),
}
