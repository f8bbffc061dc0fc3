"""Two people of the example have a second file, opened at the market without looking for the first."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import Any

from elans_desktop.core.text import fold
from elans_desktop.models.activities import Presence, SeanceGuest, SeanceSlot
from elans_desktop.models.participants import DetectionContact, Participant, participant_search_key
from elans_desktop.services.demo.cast import MEMBERS, Cast
from elans_desktop.services.demo.rows import Rows

MET_DAYS_AGO = (12, 5)
_COPIED = ("civility", "first_name", "sex", "nationality", "postcode", "commune", "insee")


def make_twins(rows: Rows, cast: Cast) -> None:
    """One with the names in capitals and without accents, the other with a digit of the birth date wrong."""
    known = [row for row in rows.tables[Participant] if row["phone"]]
    present = {row["participant_id"] for row in rows.tables[Presence]}
    first, second = [row for row in known if row["id"] in present][:2]
    loud = fold(first["last_name"]).upper()
    twin = _file(rows, cast, first, MET_DAYS_AGO[0], last_name=loud, birth_date=first["birth_date"])
    _came_once(rows, first["id"], twin)
    born: date = second["birth_date"]
    slip = born.replace(day=born.day - 1 if born.day % 10 else born.day + 1)
    _file(rows, cast, second, MET_DAYS_AGO[1], last_name=second["last_name"], birth_date=slip)


def _file(rows: Rows, cast: Cast, known: dict[str, Any], days: int, **said: Any) -> uuid.UUID:
    """The second file of somebody, and the contact at which it was opened."""
    met = rows.today - timedelta(days=days)
    cast.last_number += 1
    number = f"{rows.today.year}-{cast.letter}{cast.last_number:04}"
    copied = {name: known[name] for name in _COPIED}
    twin = rows.add(
        Participant,
        number=number,
        phone=known["phone"],
        information_given_on=met,
        information_given_by="Claire Tessier",
        notes="Croisé·e au marché. Dit être déjà passé·e au jardin.",
        search_key=participant_search_key(number, said["last_name"], known["first_name"], ""),
        **copied,
        **said,
    )
    rows.add(
        DetectionContact,
        participant_id=twin,
        agreement_id=cast.agreement,
        day=met,
        mode_code="evenement",
        place="marché de Flers",
        member_id=cast.structures[MEMBERS[0]],
        recall_consent=True,
    )
    return twin


def _came_once(rows: Rows, known: uuid.UUID, twin: uuid.UUID) -> None:
    """Noted present under the second file at a slot where the first says otherwise."""
    noted = [row for row in rows.tables[Presence] if row["participant_id"] == known]
    chosen = next((row for row in reversed(noted) if row["status"] != "P"), noted[-1])
    slots = {row["id"]: row["seance_id"] for row in rows.tables[SeanceSlot]}
    seance = slots[chosen["slot_id"]]
    key = Presence.key(twin, chosen["slot_id"])
    rows.add(Presence, id=key, participant_id=twin, slot_id=chosen["slot_id"], status="P")
    guest = SeanceGuest.key(seance, twin)
    rows.add(SeanceGuest, id=guest, seance_id=seance, participant_id=twin, improvised=True)
