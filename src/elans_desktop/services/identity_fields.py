"""The identity of a person in words: the title of each field, the list that names its codes."""

from __future__ import annotations

from collections.abc import Mapping

TITLES: Mapping[str, str] = {
    "civility": "Civilité",
    "last_name": "Nom d’usage",
    "birth_name": "Nom de naissance",
    "first_name": "Prénom",
    "birth_date": "Date de naissance",
    "sex": "Sexe",
    "nationality": "Nationalité",
    "address": "Adresse",
    "domiciliation": "Domiciliation",
    "postcode": "Code postal",
    "commune": "Commune",
    "insee": "Code INSEE",
    "zone": "Zone",
    "phone": "Téléphone",
    "sms_accepted": "SMS accepté",
    "email": "E-mail",
    "contact_person": "Personne à prévenir",
    "reachable_referent": "Coordonnées d’un référent joignable",
    "language": "Langue de contact",
    "notes": "Remarques",
    "information_given_on": "Information donnée le",
    "information_given_by": "Information donnée par",
}
"""Title of each identity field, the same as the import reads."""

LISTS: Mapping[str, str] = {
    "civility": "civility",
    "sex": "sex",
    "nationality": "nationality",
    "zone": "zone",
    "language": "contact_language",
}
"""Reference list of each coded field."""
