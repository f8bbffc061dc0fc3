"""What the clocks of a file say, in French: since when, until when, why, and what is to be done."""

from __future__ import annotations

from datetime import date

from elans_desktop.core.formats import NBSP, date_short
from elans_desktop.services.privacy.retention_clocks import EVENTS, FileClock, Step

STEPS = {
    Step.NONE: "Rien à faire",
    Step.RESTRICT: "À archiver",
    Step.ANONYMISE: "À anonymiser",
    Step.CLOSE: "Sortie à noter",
}


def since(clock: FileClock) -> str:
    """« Dernier contact le 12/03/2024 (entretien) »."""
    if clock.last.kind == "creation":
        return f"Aucun contact noté depuis l’ouverture du dossier, le {date_short(clock.last.day)}"
    return f"Dernier contact le {date_short(clock.last.day)} ({EVENTS[clock.last.kind]})"


def explained(clock: FileClock, today: date) -> str:
    """One or two sentences: why, since when, until when."""
    if clock.anonymised_on is not None:
        return f"Anonymisé le {date_short(clock.anonymised_on)}."
    parts = [f"{since(clock)}{NBSP}: {_delay(clock, today)}."]
    if clock.restricted_on is not None:
        parts.append(f"Dans l’archive restreinte depuis le {date_short(clock.restricted_on)}.")
    if clock.held(today) and clock.keep_until is not None:
        reason = clock.keep_reason.strip().rstrip(".")
        parts.append(f"Gardé jusqu’au {date_short(clock.keep_until)}{NBSP}: {reason}.")
    if today >= clock.due_on and clock.open_pathway:
        parts.append(f"Son parcours «{NBSP}{clock.open_pathway}{NBSP}» est encore ouvert.")
    if clock.proof is not None:
        parts.append(_proof(clock.proof.until, clock.proof.agreement, needed=clock.proofs_needed(today)))
    return " ".join(parts)


def _delay(clock: FileClock, today: date) -> str:
    day = date_short(clock.due_on)
    return f"à garder jusqu’au {day}" if today < clock.due_on else f"le délai est passé depuis le {day}"


def _proof(until: date, agreement: str, *, needed: bool) -> str:
    named = f"«{NBSP}{agreement}{NBSP}»"
    if needed:
        return f"Ses preuves pour {named} sont à garder jusqu’au {date_short(until)}."
    return f"Ses preuves pour {named} n’étaient à garder que jusqu’au {date_short(until)}."
