"""What a column of a list of people may be: code, French label, and the words people use for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType

from elans_desktop.core.text import fold

RELATIVES = frozenset(
    "pere mere parent parents conjoint conjointe enfant enfants employeur tuteur entreprise structure "
    "referent referente conseiller conseillere orienteur prescripteur partenaire formateur animateur ville "
    "commune rue medecin urgence contact legal association service organisme utilisateur fichier".split()
)
"""A title with one of these words does not speak of the person: « Prénom du père », « Nom du service »."""


@dataclass(frozen=True)
class Target:
    """One thing an import can fill. `joins` = several columns may fill it, joined by this text.

    `synonyms` are folded titles; `unless` are words whose presence forbids a loose match.
    """

    code: str
    label: str
    kind: str
    synonyms: tuple[str, ...]
    unless: frozenset[str] = RELATIVES
    joins: str | None = None


def target(
    code: str,
    label: str,
    kind: str,
    words: str,
    *,
    unless: str | None = None,
    joins: str | None = None,
) -> Target:
    """A target; `words` and `unless` are folded titles and words, apart by bars and by blanks."""
    synonyms = tuple(dict.fromkeys(fold(word) for word in (label, *words.split("|"))))
    forbidden = RELATIVES if unless is None else frozenset(unless.split())
    return Target(code, label, kind, synonyms, forbidden, joins)


TARGETS: tuple[Target, ...] = (
    target("civility", "Civilité", "civility", "civ|titre|mme m|m mme|mr mme|genre et titre"),
    target(
        "last_name",
        "Nom d’usage",
        "name",
        "nom|noms|nom de famille|nom usuel|nom marital|nom d epouse|nom epouse|nom du participant"
        "|nom participant|nom du beneficiaire|nom beneficiaire|nom usager|nom jeune|nom du jeune"
        "|nom stagiaire|patronyme|last name|name|lastname|surname|nom de l usager|nom du stagiaire"
        "|nom de la personne",
        unless=" ".join([*RELATIVES, "naissance", "prenom", "prenoms", "activite", "atelier", "jeune"]),
    ),
    target(
        "birth_name",
        "Nom de naissance",
        "name",
        "nom naissance|nom de jeune fille|nom jeune fille|nom de naiss|ne sous le nom|nom patronymique|njf",
    ),
    target(
        "first_name",
        "Prénom",
        "first_name",
        "prenoms|prenom s|prenom usuel|prenom du participant|prenom participant|prenom beneficiaire"
        "|prenom jeune|first name|firstname|given name|prenom usager|prenom stagiaire",
        unless=" ".join([*RELATIVES, "nom", "noms"]),
    ),
    target(
        "full_name",
        "Nom et prénom (une colonne)",
        "full_name",
        "nom prenom|nom et prenom|noms et prenoms|nom prenoms|noms prenoms|nom complet|nom prenom s"
        "|participant|participants|beneficiaire|beneficiaires|nom prenom du participant"
        "|nom et prenom du participant|stagiaire|stagiaires|identite|nom prenom beneficiaire|jeune"
        "|nom et prenoms|nom prenom usager|usager|personne",
        unless=" ".join([*RELATIVES, "signature", "nombre", "numero", "n", "id", "date"]),
    ),
    target(
        "full_name_first",
        "Prénom et nom (une colonne)",
        "full_name",
        "prenom nom|prenom et nom|prenoms et noms|prenoms nom",
    ),
    target(
        "birth_date",
        "Date de naissance",
        "birth_date",
        "naissance|date naissance|date de naiss|date naiss|ddn|dnaiss|ne le|nee le|ne e le|ne nee le"
        "|d naissance|birth date|birthdate|birthday|date of birth|dob|anniversaire|jour de naissance",
        unless=" ".join([*RELATIVES, "lieu", "pays", "departement", "nom", "age", "annee", "numero"]),
    ),
    target("sex", "Sexe", "sex", "genre|h f|f h|m f|f m|sexe h f|sexe f h|sexe m f|gender|sex"),
    target("nationality", "Nationalité", "nationality", "nat|nationalite s|nationality"),
    target(
        "address",
        "Adresse",
        "text",
        "adresse postale|adresse 1|adresse 2|adresse complete|complement d adresse|complement adresse|rue"
        "|n et rue|voie|n et voie|numero et rue|domicile|adresse du domicile|ligne d adresse|address",
        unless="mail email courriel electronique ip contact urgence employeur structure referent entreprise",
        joins=", ",
    ),
    target(
        "domiciliation",
        "Domiciliation",
        "line",
        "domiciliation ccas|domicilie a|lieu de domiciliation|adresse de domiciliation",
    ),
    target("postcode", "Code postal", "postcode", "cp|c p|code post|codepostal|postcode|zip|code postale"),
    target(
        "commune",
        "Commune",
        "commune",
        "ville|cp ville|code postal ville|cp commune|code postal commune|cp et ville|code postal et ville"
        "|commune de residence|ville de residence|lieu de residence|residence|localite|city"
        "|commune habitation|lieu d habitation|code postal et commune|cp et commune",
        unless="naissance structure employeur entreprise contact date lieu",
    ),
    target("insee", "Code INSEE", "insee", "code insee commune|code commune|insee|code commune insee"),
    target("zone", "Zone", "zone", "zonage|zone qpv frr|zone prioritaire", unless="activite"),
    target(
        "phone",
        "Téléphone",
        "phone",
        "tel|telephone portable|tel portable|portable|mobile|tel mobile|n tel|n de telephone"
        "|numero de telephone|numero telephone|num tel|gsm|tel fixe|telephone fixe|fixe|tel 1|tel 2"
        "|telephone 1|telephone 2|phone|coordonnees telephoniques|telephone mobile|no tel|numero de tel"
        "|numero portable|n portable|tel domicile",
        unless=" ".join(RELATIVES - {"contact"}),
        joins=" / ",
    ),
    target("sms_accepted", "SMS accepté", "yes_no", "sms|sms ok|accepte les sms|accord sms|autorise sms"),
    target(
        "email",
        "E-mail",
        "email",
        "mail|email|courriel|adresse mail|adresse email|adresse e mail|adresse electronique|mel"
        "|adresse courriel|messagerie|e mails|mails",
        unless=" ".join(RELATIVES - {"contact"}),
    ),
    target(
        "contact_person",
        "Personne à prévenir",
        "line",
        "contact urgence|contact d urgence|personne a contacter|urgence|en cas d urgence"
        "|personne de confiance|personne a prevenir en cas d urgence|a prevenir|tel urgence"
        "|telephone urgence|numero urgence",
        unless="",
        joins=" / ",
    ),
    target(
        "reachable_referent",
        "Coordonnées d’un référent joignable",
        "line",
        "referent joignable|tel referent|telephone referent|telephone du referent|tel du referent"
        "|mail referent|mail du referent|email referent|contact referent|coordonnees referent"
        "|coordonnees du referent",
        unless="",
        joins=" / ",
    ),
    target("language", "Langue de contact", "listed", "langue|langue parlee|langues parlees|langues"),
    target(
        "first_contact_on",
        "Date du premier contact",
        "date",
        "premier contact|date 1er contact|1er contact|date de premier contact|date premier contact"
        "|date contact|date du 1er contact|date de reperage|date reperage|date du contact"
        "|date de 1er contact|repere le",
        unless="dernier",
    ),
    target(
        "detection_mode",
        "Mode de repérage",
        "listed",
        "reperage|type de reperage|origine|canal|canal de reperage|mode reperage|comment connu"
        "|origine du reperage",
        unless="date lieu",
    ),
    target(
        "oriented_by",
        "Orienté par",
        "line",
        "orientation|oriente e par|orientee par|prescripteur|prescripteurs|structure orienteuse"
        "|structure d orientation|structure prescriptrice|orienteur|adresse par|adressee par|envoye par"
        "|partenaire prescripteur|prescrit par|structure orientante|structure d origine"
        "|oriente par la structure|prescription",
        unless="date vers",
        joins=" / ",
    ),
    target(
        "entry_on",
        "Date d’entrée",
        "date",
        "entree|date entree|entre le|entree le|date d entree dans le dispositif|date entree dispositif"
        "|date debut|debut|date de debut|debut de parcours|date d integration|date de demarrage"
        "|date d entree en parcours|debut parcours|date debut parcours|date d inscription|inscription"
        "|inscrit le|date inscription",
        unless="sortie fin titre",
    ),
    target(
        "exit_on",
        "Date de sortie",
        "date",
        "sortie|date sortie|sorti le|sortie le|sorti e le|date de sortie du dispositif|date de fin"
        "|date fin|fin|fin de parcours|date de fin de parcours|date fin parcours",
        unless="entree debut titre motif type situation carte contrat",
    ),
    target(
        "exit_reason",
        "Motif de sortie",
        "listed",
        "motif sortie|motif de la sortie|motif de fin|motif fin|raison de sortie|raison de la sortie"
        "|type de sortie|nature de la sortie",
        unless="date entree",
    ),
    target(
        "referent",
        "Référent de parcours",
        "referent",
        "referent|referente|referent e|nom du referent|accompagnateur|accompagnatrice|suivi par"
        "|conseiller referent|referent du parcours|educateur|educatrice|educateur referent|cip|conseiller"
        "|referent o2r",
        unless="tel telephone mail email contact coordonnees date",
    ),
    target(
        "information_given_on",
        "Information donnée le",
        "date",
        "information rgpd|date information rgpd|informe le|informee le|note rgpd remise le|rgpd le|rgpd",
        unless="",
    ),
    target("information_given_by", "Information donnée par", "line", "informe par|informee par", unless=""),
    target(
        "notes",
        "Remarques",
        "text",
        "remarque|observation|observations|commentaire|commentaires|note|notes|divers|infos|informations"
        "|obs|informations complementaires|precisions|commentaire s|observation s|remarque s",
        unless="",
        joins="\n",
    ),
)


@dataclass(frozen=True)
class TargetSet:
    """What the columns of one kind of list may be."""

    targets: tuple[Target, ...]

    @cached_property
    def by_code(self) -> Mapping[str, Target]:
        """By code."""
        return MappingProxyType({one.code: one for one in self.targets})

    @cached_property
    def by_synonym(self) -> Mapping[str, Target]:
        """By folded title; the first target that claims a title has it."""
        return MappingProxyType({word: one for one in reversed(self.targets) for word in one.synonyms})


PEOPLE = TargetSet(TARGETS)
BY_CODE = PEOPLE.by_code
NAMES = ("last_name", "birth_name", "first_name", "full_name", "full_name_first")
