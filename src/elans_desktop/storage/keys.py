"""`keys.json`: who can open the workspace. One slot for each user, one for the recovery code.

Every slot wraps the same random data key, so phrases change without rewriting the data. The file
carries a checksum (accidents, seen before any phrase is tried) and an authentication code keyed by
the data key (malice, seen once unlocked). Users' names stand in clear: the unlock screen needs them.
"""

from __future__ import annotations

import hashlib
import json
import secrets
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from elans_desktop.core.errors import DamagedData, NewerSchema, NotFoundError, RuleError, SystemProblem
from elans_desktop.core.formats import NBSP
from elans_desktop.core.ids import new_id
from elans_desktop.storage import files, sealing
from elans_desktop.storage.recovery_code import RecoveryCode
from elans_desktop.storage.sealing import KEY_LENGTH, Kdf, Sealed

FILE = "keys.json"
COPY = "keys.json.bak"
FORMAT = 1
_RECOVERY_SLOT = uuid.UUID(int=0)
_ADVICE = (
    f"Vos données ne sont pas touchées. Renommez «{NBSP}{COPY}{NBSP}» en «{NBSP}{FILE}{NBSP}» "
    "dans le dossier du classeur, ou restaurez une sauvegarde."
)
_ADVICE_WITHOUT_COPY = (
    "Vos données ne sont pas touchées, mais rien ne les ouvre sans lui. Restaurez une sauvegarde\u00a0: elle "
    "contient le sien."
)


@dataclass(frozen=True, slots=True)
class UserSlot:
    """Someone who can open the workspace; same identifier as the row of table `user`."""

    id: uuid.UUID
    name: str = field(repr=False)
    function: str = field(repr=False)
    sealed: Sealed


@dataclass(frozen=True, slots=True)
class Keys:
    """The content of `keys.json`. Frozen: each change returns a new one, to be saved."""

    workspace: uuid.UUID
    title: str = field(repr=False)
    users: tuple[UserSlot, ...]
    recovery: Sealed
    recovery_number: int
    mac: str = ""

    @property
    def fingerprint(self) -> str:
        """« A3 7F 19 C4 »: tells classeurs apart on a fiche de secours."""
        return hashlib.sha256(self.workspace.bytes).digest()[:4].hex(" ").upper()

    def user(self, user_id: uuid.UUID) -> UserSlot:
        """A user's slot. Raises NotFoundError."""
        for slot in self.users:
            if slot.id == user_id:
                return slot
        raise NotFoundError("Cet utilisateur n’ouvre pas ce classeur.", "Choisissez un nom de la liste.")

    def unlock(self, user_id: uuid.UUID, passphrase: str) -> bytes:
        """The data key (32 bytes), for a user's phrase. Raises WrongPassphrase, DamagedData."""
        slot = self.user(user_id)
        return self._verified(sealing.unseal(slot.sealed, passphrase, slot.id, self.workspace))

    def unlock_with_code(self, secret: bytes) -> bytes:
        """The data key, for a recovery code read by `read_code`. Raises WrongPassphrase, DamagedData."""
        return self._verified(sealing.unseal(self.recovery, secret, _RECOVERY_SLOT, self.workspace))

    def with_user(
        self, data_key: bytes, user_id: uuid.UUID, name: str, function: str, phrase: str, kdf: Kdf
    ) -> Keys:
        """With a slot added for a user, or replaced (new phrase, new name)."""
        sealed = sealing.seal(data_key, phrase, kdf, user_id, self.workspace)
        slot = UserSlot(user_id, name, function, sealed)
        known = [old.id for old in self.users]
        if user_id in known:
            users = tuple(slot if old.id == user_id else old for old in self.users)
        else:
            users = (*self.users, slot)
        return replace(self, users=users).authenticated(data_key)

    def renamed_user(self, data_key: bytes, user_id: uuid.UUID, name: str, function: str) -> Keys:
        """With another name or function shown for a user."""
        slot = replace(self.user(user_id), name=name, function=function)
        users = tuple(slot if old.id == user_id else old for old in self.users)
        return replace(self, users=users).authenticated(data_key)

    def without_user(self, data_key: bytes, user_id: uuid.UUID) -> Keys:
        """Without a user's slot. Raises RuleError for the last one."""
        slot = self.user(user_id)
        if len(self.users) == 1:
            raise RuleError(
                "C’est le seul utilisateur qui puisse ouvrir ce classeur.", "Ajoutez-en un autre d’abord."
            )
        users = tuple(old for old in self.users if old is not slot)
        return replace(self, users=users).authenticated(data_key)

    def with_new_code(self, data_key: bytes, kdf: Kdf) -> tuple[Keys, RecoveryCode]:
        """With a new recovery code; the previous one opens nothing any more."""
        code = RecoveryCode.draw(self.recovery_number + 1)
        sealed = sealing.seal(data_key, code.secret, kdf, _RECOVERY_SLOT, self.workspace)
        keys = replace(self, recovery=sealed, recovery_number=code.number)
        return keys.authenticated(data_key), code

    def with_title(self, data_key: bytes, title: str) -> Keys:
        """With another title."""
        return replace(self, title=title).authenticated(data_key)

    def authenticated(self, data_key: bytes) -> Keys:
        """With its authentication code made afresh."""
        return replace(self, mac=sealing.authentication_code(data_key, FILE, _canonical(self._content())))

    def to_bytes(self) -> bytes:
        """The file."""
        content = self._content() | {"mac": self.mac}
        stored = content | {"checksum": hashlib.sha256(_canonical(content)).hexdigest()}
        return json.dumps(stored, ensure_ascii=False, indent=2).encode("utf-8") + b"\n"

    def save(self, folder: Path) -> None:
        """Write the file, then its copy, each in one step. Raises SystemProblem."""
        content = self.to_bytes()
        with files.system_errors():
            files.write_atomically(folder / FILE, content)
            files.write_atomically(folder / COPY, content)

    def _verified(self, data_key: bytes) -> bytes:
        expected = sealing.authentication_code(data_key, FILE, _canonical(self._content()))
        if len(data_key) != KEY_LENGTH or not secrets.compare_digest(expected, self.mac):
            raise _damaged("Le fichier des clés a été modifié par autre chose que le programme.")
        return data_key

    def _content(self) -> dict[str, Any]:
        return {
            "format": FORMAT,
            "workspace": self.workspace.hex,
            "title": self.title,
            "users": [
                {"id": slot.id.hex, "name": slot.name, "function": slot.function, **slot.sealed.to_json()}
                for slot in self.users
            ],
            "recovery": {"number": self.recovery_number, **self.recovery.to_json()},
        }


def create(
    title: str, user_id: uuid.UUID, name: str, function: str, phrase: str, kdf: Kdf
) -> tuple[Keys, bytes, RecoveryCode]:
    """The keys of a new workspace, its data key, and its first recovery code."""
    data_key, workspace = secrets.token_bytes(KEY_LENGTH), new_id()
    code = RecoveryCode.draw(1)
    recovery = sealing.seal(data_key, code.secret, kdf, _RECOVERY_SLOT, workspace)
    keys = Keys(workspace, title, (), recovery, code.number)
    return keys.with_user(data_key, user_id, name, function, phrase, kdf), data_key, code


def read(folder: Path) -> Keys:
    """The keys of a workspace folder.

    Raises NotFoundError (not a workspace), DamagedData, NewerSchema, SystemProblem (unreadable).
    """
    try:
        content = (folder / FILE).read_bytes()
    except FileNotFoundError:
        if (folder / "data.db").exists():
            sentence = f"Le fichier des clés («{NBSP}{FILE}{NBSP}») manque dans ce classeur."
            raise _damaged(sentence, with_copy=(folder / COPY).exists()) from None
        raise NotFoundError(
            "Ce dossier ne contient pas de classeur.",
            f"Choisissez le dossier où se trouve le fichier «{NBSP}{FILE}{NBSP}».",
        ) from None
    except PermissionError:
        raise SystemProblem(
            "Votre session d’ordinateur n’a pas le droit de lire ce classeur.",
            "Ouvrez la session de la personne à qui est ce dossier, ou demandez-lui d’en changer les droits.",
        ) from None
    except OSError as error:
        raise files.problem_of(error) from error
    return parse(content)


def parse(content: bytes) -> Keys:
    """The keys held in a file's bytes. Raises DamagedData, NewerSchema."""
    try:
        stored: dict[str, Any] = json.loads(content)
        checksum = stored.pop("checksum")
        if int(stored["format"]) > FORMAT:
            raise NewerSchema(
                "Ce classeur vient d’une version plus récente du programme.",
                "Installez la dernière version, puis rouvrez-le.",
            )
        if checksum != hashlib.sha256(_canonical(stored)).hexdigest():
            raise ValueError("checksum")
        recovery = stored["recovery"]
        return Keys(
            uuid.UUID(hex=stored["workspace"]),
            str(stored["title"]),
            tuple(_user_slots(stored["users"])),
            Sealed.from_json(recovery),
            int(recovery["number"]),
            str(stored["mac"]),
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        raise _damaged("Le fichier des clés est abîmé.") from None


def _user_slots(stored: Iterable[dict[str, Any]]) -> Iterable[UserSlot]:
    for slot in stored:
        identifier = uuid.UUID(hex=slot["id"])
        yield UserSlot(identifier, str(slot["name"]), str(slot["function"]), Sealed.from_json(slot))


def _canonical(content: dict[str, Any]) -> bytes:
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode("utf-8")


def _damaged(sentence: str, *, with_copy: bool = True) -> DamagedData:
    return DamagedData(sentence, _ADVICE if with_copy else _ADVICE_WITHOUT_COPY)
