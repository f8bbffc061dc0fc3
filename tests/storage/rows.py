"""Rows with every required column filled, for the tests of the storage floor."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from sqlalchemy import Boolean, Date, Integer, String

from elans_desktop.core.ids import new_id
from elans_desktop.models import mapped_class
from elans_desktop.models.activities import Activity, Presence, Seance, SeanceSlot
from elans_desktop.models.base import Row
from elans_desktop.models.organisation import Agreement, Place, Scheme, Setting, Structure
from elans_desktop.models.participants import Participant
from elans_desktop.models.types import RowId


def make(model: type[Row], **values: Any) -> Any:
    """A row whose required columns take a neutral value, unless given."""
    return model(**column_values(model, **values))


def column_values(model: type[Row], **values: Any) -> dict[str, Any]:
    """The columns of `make`, without a mapped object."""
    found: dict[str, Any] = {"id": new_id()}
    for column in mapped_class(model.__tablename__).__table__.columns:
        if column.name == "id" or column.info.get("derived"):
            continue
        if column.nullable:
            found[column.name] = None
        elif isinstance(column.type, Boolean):
            found[column.name] = False
        elif isinstance(column.type, Date):
            found[column.name] = date(2027, 1, 12)
        elif isinstance(column.type, Integer):
            found[column.name] = 0
        elif isinstance(column.type, String):
            found[column.name] = ""
        elif not isinstance(column.type, RowId):
            found[column.name] = {}
    return found | values


def setting(name: str, value: object = 1) -> Setting:
    return Setting(id=Setting.key(name), name=name, value={"value": value})


def place(name: str = "Salle", **values: Any) -> Place:
    return make(Place, name=name, **values)


def participant(last_name: str = "Bazin", first_name: str = "Lucie", **values: Any) -> Participant:
    return make(Participant, last_name=last_name, first_name=first_name, **values)


def activity_with_slots(slots: int = 1) -> tuple[list[Row], list[uuid.UUID]]:
    """The rows of an activity with one séance of so many slots, and the identifiers of the slots."""
    scheme = make(Scheme, id=Scheme.key("o2r"), code="o2r")
    agreement = make(Agreement, scheme_id=scheme.id)
    structure = make(Structure, name="La Ressourcerie", is_ours=True)
    activity = make(Activity, title="Cuisine", agreement_id=agreement.id, structure_id=structure.id)
    seance = make(Seance, activity_id=activity.id, state="prevue", number=1)
    made = [make(SeanceSlot, seance_id=seance.id, start=540, end=720, kind="matin") for _ in range(slots)]
    return [scheme, agreement, structure, activity, seance, *made], [slot.id for slot in made]


def presence(person: uuid.UUID, slot: uuid.UUID, status: str = "P", **values: Any) -> Presence:
    key = Presence.key(person, slot)
    return make(Presence, id=key, participant_id=person, slot_id=slot, status=status, **values)
