"""The fields of letters and printed texts: `{{prenom}}`; case, accents and spaces around do not matter."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from elans_desktop.core.formats import NBSP
from elans_desktop.core.text import fold

FIELD = re.compile(r"\{\{([^{}\n]*)\}\}")
_OPENED = re.compile(r"\{\{[^{}]{0,24}")


@dataclass(frozen=True, slots=True)
class MergeField:
    """A field that may be written in a text."""

    code: str
    label: str
    example: str
    personal: bool = True
    """False: the same for everybody (the structure, the date)."""

    @property
    def written(self) -> str:
        """« {{prenom}} »."""
        return f"{{{{{self.code}}}}}"


FIELDS = (
    MergeField("civilite", "Civilité", "Madame"),
    MergeField("prenom", "Prénom", "Lucie"),
    MergeField("nom", "Nom", "Bazin"),
    MergeField("nom_complet", "Prénom et nom", "Lucie Bazin"),
    MergeField("nom_naissance", "Nom de naissance", "Morel"),
    MergeField("date_naissance", "Date de naissance", "12/05/1999"),
    MergeField("dossier", "Numéro de dossier", "2027-A0031"),
    MergeField("adresse", "Adresse, sur ses lignes", "45 rue de la Gare"),
    MergeField("code_postal", "Code postal", "61100"),
    MergeField("commune", "Commune", "Flers"),
    MergeField("telephone", "Téléphone", "06 00 00 00 00"),
    MergeField("courriel", "Adresse électronique", "lucie@exemple.fr"),
    MergeField("dispositif", "Dispositif et convention", "O2R 2026–2028"),
    MergeField("date_entree", "Date d’entrée", "18 août 2026"),
    MergeField("date_sortie", "Date de sortie", "30 avril 2027"),
    MergeField("duree", "Durée prévue du parcours", "9\u00a0mois"),
    MergeField("referent", "Référent", "Nadia Lefort"),
    MergeField("referent_telephone", "Téléphone du référent", "02 31 00 00 12"),
    MergeField("rdv_date", "Prochain rendez-vous, jour", "mardi 11 mai 2027"),
    MergeField("rdv_heure", "Prochain rendez-vous, heure", "10\u00a0h\u00a000"),
    MergeField("rdv_lieu", "Prochain rendez-vous, lieu", "Mairie, salle 2"),
    MergeField("structure", "Notre structure", "Association Le Pressoir", personal=False),
    MergeField("structure_adresse", "Son adresse", "4, rue du Lavoir, 14500 Vire", personal=False),
    MergeField("structure_telephone", "Son téléphone", "02 31 00 00 12", personal=False),
    MergeField("structure_courriel", "Son adresse électronique", "bonjour@exemple.fr", personal=False),
    MergeField("structure_siret", "Son SIRET", "123 456 789 00012", personal=False),
    MergeField("structure_commune", "Sa commune", "Vire Normandie", personal=False),
    MergeField("contact", "À qui demander", "02 31 00 00 12 ou bonjour@exemple.fr", personal=False),
    MergeField("conservation", "Durée de garde du dossier", "24\u00a0mois", personal=False),
    MergeField("conservation_pieces", "Durée de garde des pièces", "6\u00a0ans", personal=False),
    MergeField("date", "Date du jour", "4 mai 2027", personal=False),
    MergeField("signataire", "Qui ouvre le classeur", "Marie Desmares", personal=False),
    MergeField("signataire_fonction", "Sa fonction", "coordination", personal=False),
)
"""In the order of the list that is shown: the person, the pathway, the structure, the day."""

_BY_KEY = {fold(field.code.replace("_", " ")): field for field in FIELDS}


def find(name: str) -> MergeField | None:
    """The field that somebody wrote: « Prénom », « PRENOM », « prenom »."""
    return _BY_KEY.get(fold(name.replace("_", " ")))


def names_in(text: str) -> list[str]:
    """The fields written in a text, as written, each once."""
    return list(dict.fromkeys(match[1].strip() for match in FIELD.finditer(text)))


def problem(text: str) -> str:
    """Why the fields of a text cannot be filled, in one sentence; empty when they can."""
    for name in names_in(text):
        if find(name) is None:
            return unknown(name)
    rest = FIELD.sub("", text)
    if opened := _OPENED.search(rest):
        return f"Un champ n’est pas fermé\u00a0: «{NBSP}{opened[0]}{NBSP}». Écrivez-le entre {{{{ et }}}}."
    return ""


def unknown(name: str) -> str:
    """« Le champ {{prenon}} n’existe pas : vouliez-vous écrire {{prenom}} ? »"""
    near = difflib.get_close_matches(fold(name.replace("_", " ")), _BY_KEY, n=1, cutoff=0.6)
    said = f"Le champ {{{{{name}}}}} n’existe pas"
    if near:
        return f"{said}\u00a0: vouliez-vous écrire {_BY_KEY[near[0]].written}{NBSP}?"
    return f"{said}\u00a0: prenez-le dans la liste des champs."


def fill(text: str, value: Callable[[MergeField], str]) -> str:
    """The text with the value of each field; an unknown one stays as it is written."""

    def replaced(match: re.Match[str]) -> str:
        field = find(match[1])
        return value(field) if field else match[0]

    return FIELD.sub(replaced, text)


def personal(names: Iterable[str]) -> list[str]:
    """Those of the fields that change from a person to another."""
    return [name for name in names if (field := find(name)) is not None and field.personal]
