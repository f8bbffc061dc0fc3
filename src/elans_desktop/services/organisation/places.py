"""Where séances happen: rooms, halls, itinerant stops."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from elans_desktop.core import clock
from elans_desktop.core.errors import InputError
from elans_desktop.core.text import sort_key
from elans_desktop.models.organisation import Place
from elans_desktop.services import contact_fields as checks
from elans_desktop.services.kept import Kept, existing
from elans_desktop.services.permissions import Right, require


@dataclass(frozen=True, slots=True)
class PlaceInput:
    """What the form of a place holds."""

    id: uuid.UUID | None = None
    name: str = ""
    address: str = ""
    postcode: str = ""
    commune: str = ""
    insee: str = ""
    capacity: int | None = None
    """People at most; None when nobody said."""
    itinerant: bool = False
    notes: str = ""


@dataclass(frozen=True, slots=True)
class PlaceRow(Kept):
    """A line of the list, with all that the form needs."""

    input: PlaceInput
    archived: bool

    @property
    def label(self) -> str:
        """« Salle des fêtes, Flers »: the commune only when the name does not hold it."""
        name, commune = self.input.name, self.input.commune
        return name if not commune or commune.casefold() in name.casefold() else f"{name}, {commune}"


def rows(session: Session, *, archived: bool = False) -> tuple[PlaceRow, ...]:
    """Places by name."""
    query = select(Place)
    if not archived:
        query = query.where(Place.archived_on.is_(None))
    found = [_row(place) for place in session.scalars(query)]
    return tuple(sorted(found, key=lambda row: sort_key(row.input.name)))


def view(session: Session, place_id: uuid.UUID) -> PlaceRow:
    """One place. Raises NotFoundError."""
    return _row(_existing(session, place_id))


def save(session: Session, entered: PlaceInput) -> uuid.UUID:
    """Create or change a place. Raises InputError, NotFoundError, PermissionDenied."""
    require(session, Right.EDIT_CALENDAR)
    name = checks.tidy(entered.name)
    errors: dict[str, str] = {}
    if not name:
        errors["name"] = "Écrivez le nom du lieu."
    if len(name) > 200:
        errors["name"] = "Ce nom est trop long\u00a0: 200 lettres au plus."
    if entered.capacity is not None and not 1 <= entered.capacity <= 10_000:
        errors["capacity"] = "Le nombre de places va de 1 à 10 000."
    if errors:
        raise InputError(errors)
    place = _existing(session, entered.id) if entered.id else Place(archived_on=None)
    place.name = name
    place.address = entered.address.strip()
    place.postcode = checks.tidy_number(entered.postcode)[:10]
    place.commune = checks.tidy(entered.commune)
    place.insee = entered.insee
    place.capacity = entered.capacity
    place.itinerant = entered.itinerant
    place.notes = entered.notes.strip()
    session.add(place)
    session.flush()
    return place.id


def archive(session: Session, place_id: uuid.UUID) -> None:
    """Put a place out of the lists; past séances keep it."""
    require(session, Right.EDIT_CALENDAR)
    _existing(session, place_id).archived_on = clock.today()


def unarchive(session: Session, place_id: uuid.UUID) -> None:
    """Bring a place back into the lists."""
    require(session, Right.EDIT_CALENDAR)
    _existing(session, place_id).archived_on = None


def _row(place: Place) -> PlaceRow:
    return PlaceRow(
        input=PlaceInput(
            id=place.id,
            name=place.name,
            address=place.address,
            postcode=place.postcode,
            commune=place.commune,
            insee=place.insee,
            capacity=place.capacity,
            itinerant=place.itinerant,
            notes=place.notes,
        ),
        archived=place.archived_on is not None,
    )


def _existing(session: Session, place_id: uuid.UUID) -> Place:
    return existing(session, Place, place_id, "Ce lieu n’existe plus.")
