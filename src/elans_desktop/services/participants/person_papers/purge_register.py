"""How the register of conservation is made from the classeur."""

from __future__ import annotations

from sqlalchemy.orm import Session

from elans_desktop.core import clock
from elans_desktop.services.organisation import organisation, settings
from elans_desktop.services.printing.printing import DocumentRequest
from elans_desktop.services.privacy import purge
from elans_desktop.services.privacy.paper_privacy import PaperAct, PurgeRegisterView
from elans_desktop.services.privacy.retention_clocks import EU_PROOF_YEARS, FILE_MONTHS, PROOF_YEARS


def prepare(session: Session, _request: DocumentRequest) -> tuple[PurgeRegisterView, ...]:
    """Every act. Raises PermissionDenied."""
    acts = tuple(
        PaperAct(clock.from_ms(act.done_at), act.who, act.action, act.people, act.reason, act.numbers)
        for act in purge.register(session)
    )
    rules = settings.values(session)
    rule = f"{rules.integer(FILE_MONTHS)}\u00a0mois après le dernier contact"
    proofs = (
        f"{rules.integer(PROOF_YEARS)}\u00a0ans après la convention, "
        f"{rules.integer(EU_PROOF_YEARS)} avec l’Union européenne"
    )
    return (PurgeRegisterView(organisation.letterhead(session), clock.local_now(), rule, proofs, acts),)
