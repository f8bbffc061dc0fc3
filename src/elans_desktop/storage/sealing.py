"""Wrapping the data key of a workspace: Argon2id, then AES-256-GCM bound to the slot and the workspace."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
import unicodedata
import uuid
from dataclasses import dataclass, field
from typing import Any

from elans_desktop.core.errors import WrongPassphrase
from elans_desktop.core.formats import NBSP

KEY_LENGTH = 32


@dataclass(frozen=True, slots=True)
class Kdf:
    """Cost of deriving a key from a phrase (Argon2id)."""

    memory_kib: int
    passes: int
    lanes: int

    @classmethod
    def default(cls) -> Kdf:
        """64 MiB, 3 passes, 4 lanes: a fraction of a second on a small laptop."""
        return cls(64 * 1024, 3, 4)

    @classmethod
    def cheap(cls) -> Kdf:
        """For tests: no protection at all."""
        return cls(64, 1, 1)


@dataclass(frozen=True, slots=True)
class Sealed:
    """The data key under one phrase."""

    kdf: Kdf
    salt: bytes = field(repr=False)
    nonce: bytes = field(repr=False)
    wrapped: bytes = field(repr=False)

    def to_json(self) -> dict[str, Any]:
        """As stored in `keys.json`."""
        return {
            "kdf": {
                "algorithm": "argon2id",
                "memory_kib": self.kdf.memory_kib,
                "passes": self.kdf.passes,
                "lanes": self.kdf.lanes,
            },
            "salt": _encode(self.salt),
            "nonce": _encode(self.nonce),
            "key": _encode(self.wrapped),
        }

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> Sealed:
        """As read from `keys.json`. Raises ValueError, KeyError or TypeError."""
        cost = stored["kdf"]
        kdf = Kdf(int(cost["memory_kib"]), int(cost["passes"]), int(cost["lanes"]))
        sane = 8 * kdf.lanes <= kdf.memory_kib <= 4 * 1024 * 1024 and kdf.passes >= 1 and 1 <= kdf.lanes <= 64
        if cost["algorithm"] != "argon2id" or not sane:
            raise ValueError("unknown cost")
        return cls(kdf, *(base64.b64decode(stored[name], validate=True) for name in ("salt", "nonce", "key")))


def seal(data_key: bytes, secret: str | bytes, kdf: Kdf, slot: uuid.UUID, workspace: uuid.UUID) -> Sealed:
    """Wrap the data key under a phrase (text) or a recovery code (bytes)."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    salt, nonce = secrets.token_bytes(16), secrets.token_bytes(12)
    key = _derive(secret, salt, kdf)
    wrapped = AESGCM(key).encrypt(nonce, data_key, slot.bytes + workspace.bytes)
    return Sealed(kdf, salt, nonce, wrapped)


def unseal(sealed: Sealed, secret: str | bytes, slot: uuid.UUID, workspace: uuid.UUID) -> bytes:
    """The data key. Raises WrongPassphrase when the secret is not the right one."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    key = _derive(secret, sealed.salt, sealed.kdf)
    try:
        return AESGCM(key).decrypt(sealed.nonce, sealed.wrapped, slot.bytes + workspace.bytes)
    except InvalidTag:
        if isinstance(secret, bytes):
            raise WrongPassphrase(
                "Ce code de secours est bien tapé, mais ce n’est pas celui de ce classeur.",
                f"Cherchez la dernière fiche de secours{NBSP}: une nouvelle annule les précédentes.",
            ) from None
        raise WrongPassphrase(
            "Cette phrase de passe n’ouvre pas le classeur.",
            "Vérifiez la touche Verr. Maj et l’utilisateur choisi. "
            f"Phrase oubliée{NBSP}: prenez la fiche de secours.",
        ) from None


def authentication_code(data_key: bytes, purpose: str, content: bytes) -> str:
    """Proof, keyed by the data key, that `content` was not altered."""
    key = hmac.digest(data_key, f"elans:{purpose}".encode(), hashlib.sha256)
    return _encode(hmac.digest(key, content, hashlib.sha256))


def _derive(secret: str | bytes, salt: bytes, kdf: Kdf) -> bytes:
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    # NFC: the same phrase typed on a Mac and on Windows is the same bytes
    typed = secret if isinstance(secret, bytes) else unicodedata.normalize("NFC", secret).encode("utf-8")
    derivation = Argon2id(
        salt=salt, length=KEY_LENGTH, iterations=kdf.passes, lanes=kdf.lanes, memory_cost=kdf.memory_kib
    )
    return derivation.derive(typed)


def _encode(content: bytes) -> str:
    return base64.b64encode(content).decode("ascii")
