"""How the views of the documents of the evaluations are made."""

from __future__ import annotations

from elans_desktop.services.evaluations import grid_sheets
from elans_desktop.services.printing.printing import Preparation

PREPARE = {"grille-vierge": Preparation(grid_sheets.prepare_blank, "grid")}
