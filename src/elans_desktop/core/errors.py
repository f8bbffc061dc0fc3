"""The errors a person may meet, each a French sentence and what to do.

No error ever carries personal data: neither its message nor its fields hold the name or the
details of a participant. Anything that is not an :class:`ElansError` is a bug.
"""

from __future__ import annotations

from collections.abc import Mapping


class ElansError(Exception):
    """A foreseen problem: `message` says what happened, `advice` what to do about it (both French)."""

    def __init__(self, message: str, advice: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.advice = advice

    def __str__(self) -> str:
        return f"{self.message} {self.advice}".strip()


class InputError(ElansError):
    """What was typed cannot be kept: `fields` gives one French sentence for each field name."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__(" ".join(fields.values()))
        self.fields = dict(fields)


class RuleError(ElansError):
    """The law, the arithmetic or the history of the data forbids this action."""


class NotFoundError(ElansError):
    """The thing asked for does not exist, or no longer."""


class PermissionDenied(ElansError):
    """The role of the person at the keyboard does not allow this action."""


class SystemProblem(ElansError):
    """The machine, not the person: disk full, folder read-only, file in use…"""


class WrongPassphrase(ElansError):
    """The passphrase or the recovery code opens no slot of this classeur."""


class WorkspaceInUse(SystemProblem):
    """Another process, here or on another laptop, holds the classeur."""


class DamagedData(SystemProblem):
    """A file of the classeur is missing, altered, or is not what it says."""


class NewerSchema(SystemProblem):
    """The classeur was written by a more recent version of the program."""


class Cancelled(ElansError):
    """The person stopped a long work; nothing was written."""

    def __init__(self) -> None:
        super().__init__("Travail arrêté à votre demande : rien n’a été enregistré.")
