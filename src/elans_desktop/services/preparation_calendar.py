"""How the views of the documents of the calendar are made."""

from __future__ import annotations

from elans_desktop.services import attendance_sheets
from elans_desktop.services.printing import Preparation

PREPARE = {
    "emargement-seance": Preparation(attendance_sheets.prepare_seance, "seance"),
    "emargement-semaine": Preparation(attendance_sheets.prepare_week, "activity"),
}
