"""Every enumeration of the file of a person (domain, dossier participant): French label and stable code.

A code never changes its meaning; a label may be worded otherwise, which this test then says. « Ne souhaite
pas répondre » is ours: the FSE+ takes it as an answer.
"""

from __future__ import annotations

import pytest

from elans_desktop.core.resources import read_json
from elans_desktop.services.pathways.pathway_status import STATUS_LABELS

NO_ANSWER = {"non_reponse": "Ne souhaite pas répondre"}

EXPECTED: dict[str, dict[str, str]] = {
    # 5.1 identity and contact
    "civility": {"madame": "Madame", "monsieur": "Monsieur", "non_precise": "Non précisée"},
    "sex": {"femme": "Femme", "homme": "Homme", "autre": "Autre ou non précisé"},
    "nationality": {
        "francaise": "Française",
        "ue": "UE, EEE",
        "hors_ue": "Hors UE",
        "apatride": "Apatride",
        "non_renseignee": "Non renseignée",
    },
    "zone": {"qpv": "QPV", "frr": "FRR", "autre": "Autre"},
    # 5.2 repérage
    "detection_outcome": {
        "remobilisation": "Entrée en remobilisation",
        "orientation": "Orientation directe",
        "refus": "Refus",
        "perdu_de_vue": "Perdu de vue",
        "a_recontacter": "À recontacter",
    },
    # 5.3 situation
    "family_situation": {
        "celibataire": "Célibataire",
        "couple_sans_enfant": "En couple sans enfant",
        "couple_enfants": "En couple avec enfant(s)",
        "parent_isole": "Parent isolé",
        "separe": "Séparé·e, divorcé·e",
        "veuf": "Veuf·ve",
        "autre": "Autre",
    },
    "housing": {
        "proprietaire": "Propriétaire",
        "locataire_prive": "Locataire du parc privé",
        "locataire_social": "Locataire du parc social",
        "chez_parents": "Hébergé chez les parents",
        "chez_tiers": "Hébergé chez un tiers",
        "institution": "Hébergement collectif ou en institution",
        "precaire": "Logement précaire ou insalubre",
        "mobile": "Habitat mobile",
        "sans_hebergement": "Sans hébergement",
        "autre": "Autre",
    },
    "education_level": {
        "sans_scolarite": "Sans scolarité",
        "college": "Primaire ou collège, sans brevet",
        "brevet": "Brevet",
        "niveau_3": "Niveau 3 (CAP, BEP)",
        "niveau_4": "Niveau 4 (bac)",
        "niveau_5": "Niveau 5 (bac + 2)",
        "niveau_6": "Niveau 6 et plus",
        "diplome_etranger": "Diplôme étranger non reconnu",
    },
    "employment_situation": {
        "non_inscrit": "Non inscrit, sans activité",
        "inscrit_moins_12": "Inscrit depuis moins de 12 mois",
        "inscrit_12_24": "Inscrit depuis 12 à 24 mois",
        "inscrit_plus_24": "Inscrit depuis plus de 24 mois",
        "inactif": "Inactif",
        "precaire": "En emploi précaire ou à temps partiel subi",
        "etudiant": "Étudiant, scolaire",
    },
    "unemployment_duration": {
        "jamais": "Jamais travaillé",
        "moins_6_mois": "Moins de 6 mois",
        "de_6_a_12_mois": "6 à 12 mois",
        "de_1_a_2_ans": "1 à 2 ans",
        "de_2_a_5_ans": "2 à 5 ans",
        "plus_5_ans": "Plus de 5 ans",
    },
    "resources": {
        "rsa": "RSA",
        "ass": "ASS",
        "are": "ARE",
        "aah": "AAH",
        "invalidite": "Pension d’invalidité",
        "ij": "Indemnités journalières",
        "prime_activite": "Prime d’activité",
        "prestations_familiales": "Prestations familiales",
        "cej": "CEJ",
        "stagiaire": "Rémunération de stagiaire",
        "salaire": "Salaire",
        "conjoint": "Ressources du conjoint",
        "aucune": "Aucune",
        "non_renseignees": "Non renseignées",
    },
    "mobility": {
        "permis_vehicule": "Permis B et véhicule",
        "permis_sans_vehicule": "Permis B sans véhicule",
        "permis_en_cours": "Permis en cours",
        "permis_suspendu": "Permis suspendu",
        "deux_roues": "Deux-roues, vélo",
        "covoiturage": "Covoiturage",
        "transports": "Transports en commun",
        "aucun": "Aucun moyen",
        "sans_permis": "Véhicule sans permis",
    },
    "digital_equipment": {
        "smartphone": "Téléphone connecté",
        "telephone": "Téléphone simple",
        "ordinateur": "Ordinateur",
        "tablette": "Tablette",
        "internet": "Accès à internet",
        "adresse": "Adresse électronique",
        "aucun": "Aucun",
    },
    "french_level": {
        "aucune_difficulte": "Aucune difficulté",
        "lecture": "Difficulté à lire",
        "ecriture": "Difficulté à écrire",
        "oral": "Difficulté à l’oral",
        "fle_infra_a1": "FLE, avant A1",
        "fle_a1": "FLE A1",
        "fle_a2": "FLE A2",
        "fle_b1": "FLE B1",
    },
    "admin_status": {
        "francais_ue": "Français, UE",
        "titre_valide": "Titre de séjour valide",
        "recepisse": "Récépissé",
        "protection": "Protection internationale",
        "en_demarche": "En démarche",
    },
    "iae_criteria": {
        "rsa": "Bénéficiaire du RSA",
        "ass": "Bénéficiaire de l’ASS",
        "aah": "Bénéficiaire de l’AAH",
        "deld_24": "Demandeur d’emploi depuis plus de 24 mois",
        "niveau_cap": "Niveau CAP, BEP ou moins",
        "senior_50": "Plus de 50 ans",
        "jeune_26": "Moins de 26 ans",
        "ase": "Sortant de l’ASE",
        "deld_12_24": "Demandeur d’emploi de 12 à 24 mois",
        "rqth": "Travailleur handicapé",
        "parent_isole": "Parent isolé",
        "sans_hebergement": "Sans hébergement, parcours de rue",
        "protege": "Réfugié, protégé, demandeur d’asile",
        "frr": "Résident en FRR",
        "qpv": "Résident en QPV",
        "detention": "Sortant de détention, sous main de justice",
        "francais_a1": "Français inférieur à A1",
        "mobilite": "Problème de mobilité",
    },
    # 5.4 sensitive block
    "rqth": {"oui": "Oui", "non": "Non", "en_cours": "Demande en cours"},
    "justice": {"non": "Non", "oui": "Oui, avec contraintes horaires possibles"},
    "protection": {
        "aucune": "Aucune",
        "sauvegarde": "Sauvegarde de justice",
        "curatelle": "Curatelle",
        "tutelle": "Tutelle",
    },
    # 5.5 pathway
    "elans_profile": {
        "etape_prealable": "Étape préalable au parcours d’orientation",
        "experimentation": "Expérimentation nécessaire à la construction du parcours",
    },
    "eligibility": {
        "prioritaire": "Public prioritaire",
        "subsidiaire": "Public subsidiaire",
        "a_justifier": "À justifier",
    },
    "eligibility_ground": {
        "vulnerabilite": "Pas d’accompagnement adapté à sa vulnérabilité",
        "sans_solution": "Pas de solution sur le territoire",
        "sans_contact": "Sans contact régulier avec son référent depuis 5 mois",
    },
    "objective_status": {
        "non_aborde": "Non abordé",
        "en_cours": "En cours",
        "atteint": "Atteint",
        "abandonne": "Abandonné",
    },
    "interview_medium": {
        "rdv": "Sur place avec rendez-vous",
        "spontane": "Sur place, spontané",
        "domicile": "À domicile",
        "exterieur": "À l’extérieur, aller-vers",
        "telephone": "Téléphone",
        "message": "SMS, messagerie",
        "visio": "Visio",
        "tiers": "Avec un tiers",
    },
    "aid_status": {
        "en_cours": "En cours",
        "accordee": "Accordée",
        "refusee": "Refusée",
        "ajournee": "Ajournée",
        "classee": "Classée",
    },
    "immersion_object": {
        "decouvrir": "Découvrir un métier ou un secteur",
        "confirmer": "Confirmer un projet professionnel",
        "recrutement": "Initier une démarche de recrutement",
    },
    "training_status": {
        "stagiaire": "Stagiaire de la formation professionnelle",
        "stagiaire_remunere": "Stagiaire rémunéré",
        "benevole": "Participant sans statut de stagiaire",
    },
    "employment_distance": {
        "tres_eloigne": "Très éloigné (urgence sociale)",
        "eloigne": "Éloigné (freins nombreux)",
        "en_chemin": "En chemin (freins en cours de levée)",
        "proche": "Proche (projet réaliste)",
        "pret": "Prêt",
    },
    "follow_up_outcome": {
        "joint_emploi": "Joint, en emploi",
        "joint_formation": "Joint, en formation",
        "joint_recherche": "Joint, en recherche d’emploi",
        "joint_inactif": "Joint, sans activité",
        "non_joint": "Non joint",
        "refus": "Ne souhaite pas répondre",
    },
}
MULTIPLE = {"resources", "mobility", "digital_equipment", "iae_criteria", "eligibility_ground"}
"""Lists of which several lines may hold at once."""


def shipped() -> dict[str, dict]:
    return read_json("reference/participant_lists.json")["lists"]


@pytest.mark.parametrize("name", EXPECTED)
def test_an_enumeration_has_every_line_with_its_code(name: str) -> None:
    labels = {row["code"]: row["label"].replace("\u00a0", " ") for row in shipped()[name]["rows"]}
    extra = {code: words for code, words in labels.items() if code not in EXPECTED[name]}
    assert {code: labels.get(code) for code in EXPECTED[name]} == EXPECTED[name]
    assert extra == (NO_ANSWER if extra else {}), name


def test_only_what_may_be_ticked_together_is_said_multiple() -> None:
    assert {name for name, found in shipped().items() if found.get("multiple")} == MULTIPLE


def test_each_box_of_the_iae_names_its_proof_and_its_level() -> None:
    rows = shipped()["iae_criteria"]["rows"]
    assert all(row["proof"] and row["level"] in (1, 2) for row in rows)
    assert [row["code"] for row in rows if row["level"] == 1] == ["rsa", "ass", "aah", "deld_24"]


def test_statuses_of_a_file_and_levels_of_a_frein_are_there() -> None:
    levels = read_json("reference/barriers.json")
    assert [row["label"] for row in levels["levels"]] == [
        "sans difficulté", "à surveiller", "frein", "frein bloquant", "non abordé",
    ]  # fmt: skip
    assert [row["code"] for row in levels["evoked_by"]] == ["personne", "referent", "partenaire"]
    assert len(levels["rows"]) == 11


def test_every_frein_has_its_code_and_its_words() -> None:
    """6.1, word for word but for its strokes; the keys of data·inclusion are those of the standard."""
    rows = read_json("reference/barriers.json")["rows"]
    assert {row["code"]: (row["label"], row.get("data_inclusion")) for row in rows} == {
        "logement": ("Logement", "logement-hebergement"),
        "mobilite": ("Mobilité", "mobilite"),
        "sante": ("Santé (déclaratif)", "sante"),
        "famille": ("Contraintes familiales, garde d’enfants", "famille"),
        "droits": ("Difficultés administratives et droits", "difficultes-administratives-ou-juridiques"),
        "finances": ("Difficultés financières", "difficultes-financieres"),
        "francais": ("Maîtrise du français et des savoirs de base", "lecture-ecriture-calcul"),
        "numerique": ("Numérique", "numerique"),
        "justice": ("Justice", None),
        "isolement": ("Isolement, confiance en soi", "remobilisation"),
        "rythme": ("Rythme de vie, disponibilité", "remobilisation"),
    }
    assert all(len(row.get("short", row["label"])) <= 28 for row in rows), "one line of the board"


def test_the_statuses_of_a_frein_have_their_code_and_their_words() -> None:
    """6.1."""
    statuses = read_json("reference/barriers.json")["statuses"]
    assert {row["code"]: row["label"] for row in statuses} == {
        "non_aborde": "Non abordé",
        "identifie": "Identifié",
        "en_cours": "En cours de levée",
        "leve": "Levé",
        "stabilise": "Stabilisé",
    }


def test_the_statuses_of_a_file_are_those_the_program_derives() -> None:
    """11.2, and « En parcours » where a scheme has no briques. « Archivé » alone: one who is archived is
    anonymised later, and may be brought back until then."""
    rows = shipped()["participant_status"]["rows"]
    assert {row["code"]: row["label"] for row in rows} == {
        "repere": "Repéré",
        "remobilisation": "En remobilisation",
        "accompagnement": "En accompagnement",
        "en_parcours": "En parcours",
        "suspendu": "Suspendu",
        "sorti": "Sorti",
        "archive": "Archivé",
    }
    assert {row["code"]: row["label"] for row in rows} == STATUS_LABELS


def test_every_reason_to_leave_has_its_code_and_its_words() -> None:
    """1.5: eight of employment, four of training, six of common law, three others, three neutral."""
    labels = {
        row["code"]: row["label"].replace("\u00a0", " ") for row in read_json("reference/exits.json")["rows"]
    }
    families = {family: sum(code.startswith(family) for code in labels) for family in "EFDAN"}
    assert families == {"E": 8, "F": 4, "D": 6, "A": 3, "N": 3}
    assert labels == {
        "E1": "CDI",
        "E2": "CDD ou intérim de plus de 6 mois",
        "E3": "Titularisation ou stage de la fonction publique",
        "E4": "Création ou reprise d’activité",
        "E5": "CDD ou intérim de moins de 6 mois",
        "E6": "Contrat aidé (employeur de droit commun)",
        "E7": "Contrat dans une SIAE ou une EA",
        "E8": "Contrat d’apprentissage ou de professionnalisation",
        "F1": "Formation qualifiante ou certifiante",
        "F2": "Formation pré-qualifiante, remise à niveau, FLE, E2C, EPIDE",
        "F3": "Retour en scolarité, études",
        "F4": "Certification obtenue pendant le parcours",
        "D1": "Inscription à France Travail avec un référent",
        "D2": "Mission locale (dont CEJ)",
        "D3": "Cap emploi, ESAT, dispositif handicap",
        "D4": "Département (accompagnement social, RSA)",
        "D5": "PLIE, IAE en attente, service civique",
        "D6": "Santé, soins, hébergement (orientation aboutie)",
        "A1": "Fin de parcours sans solution",
        "A2": "Abandon, sans nouvelles",
        "A3": "Exclusion",
        "N1": "Déménagement hors du territoire",
        "N2": "Longue maladie, maternité, incarcération",
        "N3": "Décès",
    }


def test_every_reason_to_leave_feeds_the_three_vocabularies() -> None:
    """1.5: O2R, IAE and FSE+, from one recorded fact."""
    rows = read_json("reference/exits.json")["rows"]
    assert {row["code"]: (row.get("o2r"), row.get("iae"), row["fse"]) for row in rows} == {
        **dict.fromkeys(("E1", "E2", "E3", "E4"), ("emploi", "durable", "en_emploi")),
        **dict.fromkeys(("E5", "E6"), ("emploi", "transition", "en_emploi")),
        **dict.fromkeys(("E7", "E8"), ("emploi", "positive", "en_emploi")),
        **dict.fromkeys(("F1", "F2"), ("formation_pro", "positive", "en_formation")),
        "F3": ("formation_initiale", "positive", "en_formation"),
        "F4": (None, None, "qualification"),
        **dict.fromkeys(("D1", "D2"), ("droit_commun", "autre", "en_recherche")),
        **dict.fromkeys(("D3", "D4", "D5"), ("droit_commun", "autre", "selon_cas")),
        "D6": ("droit_commun", "autre", "inactif"),
        "A1": ("autre", "autre", "inchangee"),
        **dict.fromkeys(("A2", "A3"), ("autre", "autre", "inconnue")),
        **dict.fromkeys(("N1", "N2"), ("neutralisee", "hors_calcul", "inconnue")),
        "N3": ("neutralisee", "hors_calcul", "sans_objet"),
    }
