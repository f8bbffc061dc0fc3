"""Checks of what identifies and reaches a structure or a person: SIRET, telephone, e-mail, postcode.

An error says what cannot be kept; a remark says what looks wrong and lets it be.
"""

from __future__ import annotations

import re

from elans_desktop.core.formats import NBSP, phone
from elans_desktop.core.parsing import phone_doubt

_EMAIL = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>.]{2,}")
_LA_POSTE = "356000000"


def tidy(text: str) -> str:
    """One line, single spaces, nothing at the ends."""
    return " ".join(text.split())


def tidy_number(text: str) -> str:
    """The signs of a SIRET, a declaration number or a postcode, without any spacing."""
    return re.sub(r"[\s\u00a0\u202f.\-]", "", text)


def tidy_phone(text: str) -> str:
    """« 02 33 44 55 66 » whatever was typed; a foreign number is kept as it is."""
    return phone(text)


def spaced_siret(siret: str) -> str:
    """« 123 456 789 00012 » for reading; anything that is not 14 digits is kept as it is."""
    if not re.fullmatch(r"\d{14}", siret):
        return siret
    return NBSP.join((siret[:3], siret[3:6], siret[6:9], siret[9:]))


def siret_remark(text: str) -> str | None:
    """What looks wrong in a SIRET (length, control sum of Luhn), or None."""
    siret = tidy_number(text)
    if not siret:
        return None
    if not re.fullmatch(r"\d+", siret):
        return "Un SIRET ne contient que des chiffres."
    if len(siret) != 14:
        return f"Un SIRET a 14 chiffres\u00a0: celui-ci en a {len(siret)}."
    if siret.startswith(_LA_POSTE):
        return None if sum(map(int, siret)) % 5 == 0 or _luhn(siret) else _SIRET_SLIP
    return None if _luhn(siret) else _SIRET_SLIP


_SIRET_SLIP = "Ce SIRET ne tombe pas juste\u00a0: un chiffre est sans doute mal copié."


def nda_remark(text: str) -> str | None:
    """What looks wrong in a training declaration number, or None."""
    number = tidy_number(text)
    if not number or re.fullmatch(r"\d{11}|[A-Za-z0-9]{11}", number):
        return None
    return "Un numéro de déclaration d’activité a 11 signes."


def postcode_remark(text: str) -> str | None:
    """What looks wrong in a French postcode, or None."""
    code = tidy_number(text)
    return None if not code or re.fullmatch(r"\d{5}", code) else "Un code postal a 5 chiffres."


def phone_remark(text: str) -> str | None:
    """What looks wrong in a telephone number, or None."""
    return phone_doubt(phone(text)) or None


def email_error(text: str) -> str | None:
    """Why an address cannot be one, or None."""
    address = text.strip()
    if not address or _EMAIL.fullmatch(address):
        return None
    return "Cette adresse ne se lit pas. Écrivez-la comme prenom.nom@exemple.fr."


def _luhn(digits: str) -> bool:
    total = 0
    for rank, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if rank % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0
