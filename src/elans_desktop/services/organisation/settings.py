"""Settings of the classeur (not of this machine), with their shipped defaults and where these come from.

The catalogue is `settings_defaults.json`: thresholds and delays of the rules, plus the settings below that
belong to the organisation alone. Rates are in basis points, amounts in cents.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from elans_desktop.core.errors import InputError
from elans_desktop.core.resources import read_json
from elans_desktop.models.organisation import Setting
from elans_desktop.services.permissions import Right, require

HOLIDAY_ZONE = "holiday_zone"
"""Public holidays of the place: see `calendar_days.HOLIDAY_ZONES`."""
SENSITIVE_BLOCK = "sensitive_block"
"""Whether this classeur records the confidential block at all: off until somebody decides it."""
PORTRAITS = "portraits"
"""Whether the photo of a person is shown at the head of their file: off until somebody decides it."""
SHIPPED_LISTS = "shipped_lists"
"""Which version of the lists this classeur has: see `shipped_lists`."""
COMPLETENESS_LISTS = "completeness_lists"
"""What each funder asks: see `completeness_lists`; none stored means the shipped ones."""
COMPLETENESS_BADGE = "completeness_badge"
"""Code of the list shown beside each name."""

SIGNATORY_NAME = "signatory_name"
"""Who signs attestations and statements for the organisation."""
SIGNATORY_FUNCTION = "signatory_function"

_OWN: dict[str, Any] = {
    SIGNATORY_NAME: "",
    SIGNATORY_FUNCTION: "",
    HOLIDAY_ZONE: "metropole",
    SENSITIVE_BLOCK: False,
    PORTRAITS: False,
    SHIPPED_LISTS: None,
    COMPLETENESS_LISTS: None,
    COMPLETENESS_BADGE: "dossier",
}
_LIMITS = {
    "auto_lock_minutes": (1, 240),
    "backup_budget_mb": (100, 200_000),
    "usb_backup_warning_days": (1, 365),
    "condense_after_months": (0, 120),
    "spare_rows": (0, 12),
    "small_cell_max": (0, 20),
    "morning_end": (600, 900),
    "afternoon_end": (900, 1320),
}
_CODES = {"school_zone": frozenset({"A", "B", "C"})}


@dataclass(frozen=True, slots=True)
class SettingRow:
    """A setting as the list shows it."""

    name: str
    label: str
    value: Any
    default: Any
    unit: str
    """mois · jours · ans · heures · minutes · minutes_du_jour · points_de_base · centimes · mo · oui_non…"""
    origin: str
    """Where the default comes from."""
    scheme: str = ""
    """The code of the only scheme whose rules use it."""

    @property
    def changed(self) -> bool:
        """Whether the organisation chose another value."""
        return self.value != self.default


class Values:
    """All settings read once: `values["silence_days"]`, `values.integer("spare_rows")`."""

    def __init__(self, stored: dict[str, Any]) -> None:
        self._stored = stored

    def __getitem__(self, name: str) -> Any:
        return self._stored[name] if name in self._stored else defaults()[name]

    def integer(self, name: str) -> int:
        """A whole number: days, months, minutes, cents, basis points."""
        value = self[name]
        return value if isinstance(value, int) else int(defaults()[name])

    def text(self, name: str) -> str:
        """A code or words."""
        return str(self[name])

    def flag(self, name: str) -> bool:
        """Yes or no."""
        return bool(self[name])


@cache
def defaults() -> dict[str, Any]:
    """The shipped value of every setting, by name."""
    return {row["code"]: row["value"] for row in _catalogue()} | _OWN


def values(session: Session) -> Values:
    """Every setting in one read."""
    return Values({row.name: row.value.get("value") for row in session.scalars(select(Setting))})


def get(session: Session, name: str) -> Any:
    """One setting: what the organisation chose, else the shipped default. KeyError for an unknown name."""
    stored = session.get(Setting, Setting.key(name))
    return stored.value.get("value") if stored else defaults()[name]


def integer(session: Session, name: str) -> int:
    """One setting that is a whole number."""
    return int(get(session, name))


def lock_minutes(session: Session) -> int:
    """Minutes without a key or a click before the classeur locks itself."""
    return integer(session, "auto_lock_minutes")


def rows(session: Session) -> tuple[SettingRow, ...]:
    """The catalogue of settings with the values in force."""
    current = values(session)
    return tuple(
        SettingRow(
            name=row["code"],
            label=row["label"],
            value=current[row["code"]],
            default=row["value"],
            unit=row["unit"],
            origin=row["origin"],
            scheme=row.get("scheme", ""),
        )
        for row in _catalogue()
    )


def save(session: Session, name: str, value: Any) -> None:
    """Choose a value. Raises InputError({name: …}) when it is not one of that setting."""
    require(session, Right.ADMINISTER)
    put(session, name, _checked(name, value))


def save_all(session: Session, chosen: Mapping[str, Any]) -> None:
    """Choose several values in one operation. Raises InputError with every problem."""
    require(session, Right.ADMINISTER)
    errors: dict[str, str] = {}
    kept: dict[str, Any] = {}
    for name, value in chosen.items():
        try:
            kept[name] = _checked(name, value)
        except InputError as error:
            errors |= error.fields
    if errors:
        raise InputError(errors)
    for name, value in kept.items():
        put(session, name, value)


def reset(session: Session, name: str) -> None:
    """Come back to the shipped default."""
    require(session, Right.ADMINISTER)
    stored = session.get(Setting, Setting.key(name))
    if stored:
        session.delete(stored)


def put(session: Session, name: str, value: Any) -> None:
    """Record a value that the program itself chose, without asking for a right (creation)."""
    stored = session.get(Setting, Setting.key(name))
    if stored is None:
        session.add(Setting(id=Setting.key(name), name=name, value={"value": value}))
    elif stored.value != {"value": value}:
        stored.value = {"value": value}
    session.flush()


def _catalogue() -> list[dict[str, Any]]:
    return read_json("reference/settings_defaults.json")["rows"]


def _checked(name: str, value: Any) -> Any:
    default = defaults()[name]
    if isinstance(default, bool):
        return bool(value)
    if isinstance(default, int):
        if not isinstance(value, int) or isinstance(value, bool):
            raise InputError({name: "Écrivez un nombre entier."})
        low, high = _LIMITS.get(name, (0, 10**11))
        if not low <= value <= high:
            raise InputError({name: f"Choisissez un nombre de {low} à {high}."})
        return value
    if name in _CODES and value not in _CODES[name]:
        raise InputError({name: "Ce choix n’existe pas."})
    return str(value).strip()
