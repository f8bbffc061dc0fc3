"""Texts that the organisation makes its own: the charter of each scheme, the note about personal data.

Ours are a proposal, not a quotation of the law; what the organisation wrote is a setting of the classeur.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from elans_desktop.core.errors import InputError
from elans_desktop.core.formats import number
from elans_desktop.core.resources import read_json
from elans_desktop.core.text import storable
from elans_desktop.models.organisation import Setting
from elans_desktop.services import merge_fields
from elans_desktop.services.organisation import schemes, settings
from elans_desktop.services.permissions import Right, require

NOTE = "note_rgpd"
CHARTER = "charte_"
"""Followed by the code of the scheme."""
_OTHER = "charte_personnalise"
LONGEST = 8_000


@dataclass(frozen=True, slots=True)
class PrintedText:
    """A text and where it stands. Lines « # … » are titles, « - … » points."""

    code: str
    label: str
    """« Charte d’engagement, O2R »: the list of the settings."""
    title: str
    """At the head of the sheet."""
    text: str = field(repr=False)
    changed: bool
    """The organisation wrote its own."""


@dataclass(frozen=True, slots=True)
class PrintedTextInput:
    """A text as typed."""

    code: str
    text: str = field(default="", repr=False)


def rows(session: Session) -> tuple[PrintedText, ...]:
    """Every text, in the order of the settings, save the charters of schemes the classeur does not have."""
    known = {scheme.code for scheme in schemes.rows(session)}
    shipped = _shipped()
    own = {row["code"] for row in shipped if row.get("scheme") in known}
    charters = own or {_OTHER}
    return tuple(
        _row(session, row)
        for row in shipped
        if not row["code"].startswith(CHARTER) or row["code"] in charters
    )


def get(session: Session, code: str) -> PrintedText:
    """One text, the organisation's own when it has one. Raises KeyError."""
    return _row(session, next(row for row in _shipped() if row["code"] == code))


def charter(session: Session, scheme_code: str) -> PrintedText:
    """The charter of a scheme; that of « Personnalisé » for a scheme without its own."""
    known = {row["code"] for row in _shipped()}
    code = f"{CHARTER}{scheme_code}"
    return get(session, code if code in known else _OTHER)


def save(session: Session, typed: PrintedTextInput) -> None:
    """Make a text one's own. Raises InputError({"text": …}), PermissionDenied, KeyError."""
    require(session, Right.ADMINISTER)
    shipped = get(session, typed.code)
    text = storable(typed.text).strip()
    if not text:
        raise InputError({"text": "Ce texte est vide\u00a0: revenez plutôt au texte proposé."})
    if len(text) > LONGEST:
        raise InputError({"text": f"Ce texte est trop long\u00a0: {number(LONGEST)} lettres au plus."})
    if problem := merge_fields.problem(text):
        raise InputError({"text": problem})
    if text == _text_of(typed.code):
        reset(session, typed.code)
    else:
        settings.put(session, _name(shipped.code), text)


def reset(session: Session, code: str) -> None:
    """Come back to the text proposed."""
    require(session, Right.ADMINISTER)
    stored = session.get(Setting, Setting.key(_name(code)))
    if stored is not None:
        session.delete(stored)
        session.flush()


def _name(code: str) -> str:
    return f"printed_text:{code}"


def _shipped() -> list[dict[str, Any]]:
    return read_json("reference/printed_texts.json")["rows"]


def _text_of(code: str) -> str:
    return next("\n".join(row["text"]) for row in _shipped() if row["code"] == code)


def _row(session: Session, shipped: dict[str, Any]) -> PrintedText:
    code = shipped["code"]
    stored = session.get(Setting, Setting.key(_name(code)))
    return PrintedText(
        code=code,
        label=shipped["label"],
        title=shipped["title"],
        text=str(stored.value.get("value")) if stored else _text_of(code),
        changed=stored is not None,
    )
