"""What the form of a structure holds, and its checks."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace

from elans_desktop.core.errors import InputError
from elans_desktop.services import contact_fields as checks


@dataclass(frozen=True, slots=True)
class StructureInput:
    """What the form of a structure holds. `logo_sha256` is set apart, by `set_logo`."""

    id: uuid.UUID | None = None
    name: str = ""
    short_name: str = ""
    kind_code: str | None = None
    legal_form: str = ""
    address: str = ""
    """Street lines, without the postcode."""
    postcode: str = ""
    commune: str = ""
    insee: str = ""
    siret: str = ""
    nda: str = ""
    phone: str = ""
    email: str = ""
    website: str = ""
    is_training_provider: bool = False
    notes: str = ""


def remarks(entered: StructureInput) -> dict[str, str]:
    """What looks wrong without preventing anything, by field."""
    found = {
        "siret": checks.siret_remark(entered.siret),
        "nda": checks.nda_remark(entered.nda),
        "postcode": checks.postcode_remark(entered.postcode),
        "phone": checks.phone_remark(entered.phone),
    }
    return {field: sentence for field, sentence in found.items() if sentence}


def checked(entered: StructureInput) -> StructureInput:
    """The input tidied. Raises InputError."""
    errors: dict[str, str] = {}
    name = checks.tidy(entered.name)
    if not name:
        errors["name"] = "Écrivez le nom de la structure."
    for field in ("name", "short_name", "legal_form", "commune", "website"):
        if len(getattr(entered, field)) > 200:
            errors[field] = "Ce texte est trop long\u00a0: 200 lettres au plus."
    if problem := checks.email_error(entered.email):
        errors["email"] = problem
    for field, limit in (("siret", 20), ("nda", 20), ("postcode", 10)):
        if len(checks.tidy_number(getattr(entered, field))) > limit:
            errors[field] = "Ce numéro est trop long."
    if errors:
        raise InputError(errors)
    return replace(
        entered,
        name=name,
        short_name=checks.tidy(entered.short_name),
        legal_form=checks.tidy(entered.legal_form),
        address=entered.address.strip(),
        postcode=checks.tidy_number(entered.postcode),
        commune=checks.tidy(entered.commune),
        siret=checks.tidy_number(entered.siret),
        nda=checks.tidy_number(entered.nda),
        phone=checks.tidy_phone(entered.phone),
        email=entered.email.strip(),
        website=entered.website.strip(),
        notes=entered.notes.strip(),
    )
