"""How the views of the papers of people are made."""

from __future__ import annotations

from elans_desktop.services.participants.person_papers import (
    detection_sheet,
    examples,
    plan,
    post,
    purge_register,
    rectifications,
    review,
    sheet,
    texts,
)
from elans_desktop.services.printing.printing import Preparation
from elans_desktop.services.privacy.person_export import paper as person_data

_TABLE = "participant"

PREPARE = {
    "fiche-participant": Preparation(sheet.prepare, _TABLE, examples.followed),
    "bilan-parcours": Preparation(review.prepare, _TABLE, examples.gone),
    "plan-action-personnel": Preparation(plan.prepare, _TABLE, examples.followed),
    "charte": Preparation(texts.prepare_charter, _TABLE, examples.followed),
    "note-rgpd": Preparation(texts.prepare_note, _TABLE, examples.followed),
    person_data.KEY: Preparation(person_data.prepare, _TABLE, examples.followed),
    "fiche-rectification": Preparation(rectifications.prepare, _TABLE, examples.followed, dated=False),
    "fiche-reperage": Preparation(detection_sheet.prepare),
    "registre-conservation": Preparation(purge_register.prepare, dated=False),
    "etiquettes": Preparation(post.prepare_labels, _TABLE, examples.several),
    "enveloppes": Preparation(post.prepare_envelopes, _TABLE, examples.several),
}
