"""The register of conservation of the design: numbers of files alone."""

from __future__ import annotations

from datetime import datetime

from elans_desktop.services.privacy.paper_privacy import PaperAct, PurgeRegisterView
from tests.documents.samples import HEAD

REGISTER = PurgeRegisterView(
    letterhead=HEAD,
    printed_at=datetime(2029, 5, 4, 16, 0),
    rule="24\u00a0mois après le dernier contact",
    proofs="6\u00a0ans après la convention, 10 avec l’Union européenne",
    acts=(
        PaperAct(
            datetime(2029, 5, 4, 9, 14),
            "Hélène Marchand",
            "Anonymisation",
            18,
            "24\u00a0mois après le dernier contact",
            tuple(f"2024-A{rank:04}" for rank in range(11, 29)),
        ),
        PaperAct(
            datetime(2029, 5, 4, 9, 10),
            "Hélène Marchand",
            "Garder avec un motif",
            1,
            "Contentieux en cours devant le tribunal administratif, à revoir après le jugement",
            ("2025-A0007",),
        ),
        PaperAct(
            datetime(2028, 5, 9, 14, 2),
            "Hélène Marchand",
            "Archive restreinte",
            1,
            "24\u00a0mois",
            ("2025-B0003",),
        ),
    ),
)
