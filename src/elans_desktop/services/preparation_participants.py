"""How the views of the papers of people are made."""

from __future__ import annotations

from elans_desktop.services.person_papers import examples, review, sheet
from elans_desktop.services.printing import Preparation

_TABLE = "participant"

PREPARE = {
    "fiche-participant": Preparation(sheet.prepare, _TABLE, examples.followed),
    "bilan-parcours": Preparation(review.prepare, _TABLE, examples.gone),
}
