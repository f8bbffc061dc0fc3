"""What opens a backup: the phrase of that day or, when it is forgotten, the recovery code of that day."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from elans_desktop.core.errors import InputError, WrongPassphrase
from elans_desktop.storage.attempts import TooSoon
from elans_desktop.storage.keys import Keys
from elans_desktop.storage.opening import try_code, try_phrase
from elans_desktop.ui.kit.form import FieldSpec, Section


@dataclass(frozen=True, slots=True)
class BackupKey:
    """The arguments of `storage.restore.restore` beside the file and the folder: a phrase, or a code."""

    user_id: uuid.UUID | None
    passphrase: str | None = field(repr=False)
    code: str | None = field(repr=False)


def section(kept: Keys, help: str = "") -> Section:
    """The fields to ask for: the user and the phrase, else the code."""
    return Section(
        "",
        (
            FieldSpec(
                "user",
                "Qui ouvrait le classeur ce jour-là",
                "choice",
                choices=[(slot.id, slot.name) for slot in kept.users],
                default=kept.users[0].id,
                options={"empty": None},
                span=2,
            ),
            FieldSpec("phrase", "Sa phrase de passe de ce jour-là", "passphrase", span=2),
            FieldSpec(
                "code",
                "Phrase oubliée\u00a0? Le code de la fiche de secours d’alors",
                "multiline",
                rows=4,
                help="Les quatre lignes de la fiche de ce jour-là. Le code suffit, sans la phrase.",
                span=2,
            ),
        ),
        help=help,
    )


def given(values: Mapping[str, Any]) -> BackupKey:
    """What was typed; the code goes before the phrase, which then counts for nothing."""
    code = str(values.get("code") or "").strip()
    if code:
        return BackupKey(None, None, code)
    return BackupKey(values["user"], values["phrase"], None)


def verify(kept: Keys, values: Mapping[str, Any]) -> None:
    """Raises InputError beside the field that does not open the backup, TooSoon after many attempts."""
    key = given(values)
    if not key.code and not key.passphrase:
        raise InputError({"phrase": "Écrivez la phrase de passe, ou le code de secours."})
    try:
        if key.code:
            try_code(kept, key.code)
        else:
            try_phrase(kept, key.passphrase or "", key.user_id)
    except TooSoon:
        raise
    except WrongPassphrase:
        wrong = (
            {"code": "Ce n’est pas le code de ce jour-là\u00a0; un autre n’ouvre pas."}
            if key.code
            else {"phrase": "Ce n’est pas la phrase de ce jour-là."}
        )
        raise InputError(wrong) from None
