from __future__ import annotations

from typing import Any

import pytest

from elans_desktop.core.resources import read_json
from elans_desktop.core.text import fold

# Annexe 2, line by line and in its order, each with the code that carries it.
ANNEXE_2 = [
    ("maraudes, pieds d'immeuble, associations : aller vers les bénéficiaires", "r_aller_vers"),
    ("maraudes", "r_maraude"),
    ("pieds d'immeuble", "r_pied_immeuble"),
    ("associations", "r_associations"),
    ("bus itinérants : particulièrement adapté en milieu rural", "r_bus"),
    ("activités sociales", "r_bus_social"),
    ("sportives", "r_bus_sport"),
    ("culturelles", "r_bus_culture"),
    ("réseaux sociaux : utiliser les réseaux sociaux adaptés au public ciblé", "r_reseaux_sociaux"),
    ("événements : créer des événements locaux ou tenir des stands", "r_evenement"),
    ("créer des événements locaux", "r_evenement_cree"),
    ("tenir des stands lors des événements culturels ou sportifs", "r_stand"),
    ("partenariats : créer des partenariats avec les associations d'aide", "r_partenariats"),
    ("associations d'aide, en particulier aide alimentaire", "r_aide_alimentaire"),
    ("le réseau pour l'emploi", "r_reseau_emploi"),
    ("opérateurs en lien avec les publics primo-arrivants ou réfugiés", "r_primo_arrivants"),
    ("les SPIP et centres pénitentiaires", "r_spip"),
    ("les CCAS", "r_ccas"),
    ("les assistants sociaux du département", "r_assistants_sociaux"),
    ("pairs à pairs/bouche à oreilles", "r_pairs"),
    ("intervention du référent social directement au sein de la famille", "r_referent_famille"),
    ("sas de rupture : période de quelques jours à 2 semaines", "m_sas"),
    ("art", "m_sas_art"),
    ("sport", "m_sas_sport"),
    ("retour à la nature", "m_sas_nature"),
    ("ateliers socio-professionnels ou socio-éducatifs", "m_ateliers"),
    ("atelier pour apprendre à tenir son budget", "m_budget"),
    ("atelier cuisine", "m_cuisine"),
    ("atelier pour connaître les bons rythmes de sommeil", "m_sommeil"),
    ("atelier sur la communication non violente", "m_cnv"),
    ("création d'un projet collectif : les bénéficiaires sont invités à réaliser", "m_projet"),
    ("faire un budget", "m_projet_budget"),
    ("travailler avec des partenaires", "m_projet_partenaires"),
    ("piloter un projet", "m_projet_pilotage"),
    ("entrainements sportifs", "m_sport"),
    ("séances de sport encadrées avec des objectifs de montée en compétence", "m_sport_seance"),
    ("tournois", "m_sport_tournoi"),
    ("événements sportifs", "m_sport_evenement"),
    ("identification des compétences : durant cette période de remobilisation", "m_competences"),
    ("ce qui les motive", "m_motivation"),
    ("les compétences mobilisées", "m_competences_mobilisees"),
    ("ateliers CV : ateliers individuels et collectifs permettant la création du CV", "p_cv"),
    ("ateliers individuels", "p_cv_individuel"),
    ("ateliers collectifs", "p_cv_collectif"),
    ("immersions : stages, PMSMP", "p_immersion"),
    ("stages", "p_stage"),
    ("PMSMP", "p_pmsmp"),
    ("découverte métiers", "p_metiers"),
    ("ateliers de recherche d'emploi", "p_recherche_emploi"),
    ("simulation d'entretien", "p_simulation"),
    ("visites d'entreprises", "p_visite"),
    ("mentorat et parrainage", "p_mentorat"),
    ("mentorat", "p_mentor"),
    ("parrainage", "p_parrainage"),
    ("définir son projet professionnel", "p_projet"),
    ("définir son projet de création d'entreprise", "p_creation"),
    ("ateliers d'appropriation des compétences par les bénéficiaires", "p_appropriation"),
    ("sas de sécurisation dans l'emploi", "p_sas_emploi"),
    ("accompagnement au logement : demande de logement social, accès au logement adapté", "s_logement"),
    ("demande de logement social", "s_logement_social"),
    ("accès au logement adapté", "s_logement_adapte"),
    ("accompagnement à la santé : accès aux soins", "s_sante"),
    ("accès aux soins", "s_soins"),
    ("démarches administratives pour accéder à une couverture santé", "s_couverture_sante"),
    ("accompagnement administratif : accès aux droits", "s_administratif"),
    ("accès aux droits", "s_droits"),
    ("l'obtention ou le renouvellement de titres de séjour", "s_titre_sejour"),
    ("accompagnements liés aux personnes sous-main de justice", "s_justice"),
    ("atelier relooking", "s_relooking"),
    ("mobilité : financement du permis de conduire", "s_mobilite"),
    ("financement du permis de conduire", "s_permis"),
    ("ateliers pour se déplacer en transports en commun", "s_transports"),
    ("garde d'enfant", "s_garde_enfant"),
    ("coordination du projet", "c_projet"),
    ("coordination interne pour les projets territoriaux", "c_interne"),
    ("capitalisation des pratiques et essaimage", "c_capitalisation"),
    ("reporting", "c_reporting"),
    ("lien avec les financeurs", "c_financeurs"),
    ("pilotage du consortium : réunion de suivi, reporting, mise en œuvre des actions", "c_pilotage"),
    ("réunion de suivi", "c_reunion_suivi"),
    ("reporting", "c_pilotage_reporting"),
    ("mise en œuvre des actions", "c_mise_en_oeuvre"),
    ("suivi financier de chacun des membres du consortium", "c_suivi_financier"),
    ("partenariats locaux : veille avec les structures présentes", "c_partenariats"),
    ("veille avec les structures présentes", "c_veille"),
    ("formalisation des partenariats", "c_formalisation"),
    ("frais de fonctionnement (dans la limite de 15 %)", "c_fonctionnement"),
    ("lien avec les acteurs du réseau pour l'emploi, des acteurs proposant", "c_reseau_emploi"),
    ("acteurs du réseau pour l'emploi", "c_acteurs_emploi"),
    ("acteurs proposant des « solutions structurantes »", "c_solutions"),
    ("organismes de formation", "c_organismes"),
    ("lien avec les entreprises : formation, sourcing, animation", "c_entreprises"),
    ("formation", "c_entreprises_formation"),
    ("sourcing", "c_sourcing"),
    ("animation dans les réseaux d'entreprises", "c_reseaux_entreprises"),
    ("design du processus d'accompagnement", "c_design"),
    ("diagnostic de territoires", "c_diagnostic"),
    ("construction de partenariats", "c_construction"),
    ("ingénierie pédagogique", "c_ingenierie"),
    ("système d'information et outillage", "c_outillage"),
    ("applications numériques", "c_applications"),
    ("outils nécessaires à l'accompagnement, au pilotage du consortium ou au reporting", "c_outils"),
    ("formation des membres du consortium", "c_formation_membres"),
    ("accompagnement au changement pour l'harmonisation des pratiques", "c_harmonisation"),
    ("évaluation", "c_evaluation"),
]


def rows(name: str) -> dict[str, dict[str, Any]]:
    return {row["code"]: row for row in read_json(f"reference/{name}.json")["rows"]}


@pytest.mark.parametrize(("line", "code"), ANNEXE_2, ids=[code for _, code in ANNEXE_2])
def test_each_line_of_annexe_2_has_its_activity_type(line: str, code: str) -> None:
    assert fold(line) in fold(rows("activity_types")[code]["description"])


def test_activity_types_hang_from_briques_on_two_levels() -> None:
    types = rows("activity_types")
    briques = rows("briques")
    shipped = {code for code, row in types.items() if not row.get("extra")}
    assert shipped == {code for _, code in ANNEXE_2}
    for row in types.values():
        parent = types.get(row.get("parent", ""))
        assert row["brique"] in {"R", "M", "A", "C"}
        assert ("group" in row) == (row["brique"] == "A")
        assert row.get("group") is None or briques[row["group"]]["parent"] == "A"
        assert row["mode"] in rows("activity_modes")
        if parent:
            assert "parent" not in parent
            assert (parent["brique"], parent.get("group")) == (row["brique"], row.get("group"))
    assert [code for code, row in types.items() if row.get("operating_costs")] == ["c_fonctionnement"]


def test_what_a_sheet_prints_says_nothing_of_a_private_life() -> None:
    revealing = {"spip", "justice", "sejour", "logement social", "refugies", "alimentaire", "soins", "sante"}
    for row in rows("activity_types").values():
        printed = fold(row.get("sheet_label", row["label"]))
        assert not [word for word in revealing if word in printed], row["code"]


def test_founding_lists_are_complete() -> None:
    assert len(rows("domains")) == 11
    assert len(rows("elans_objectives")) == 5
    assert len(rows("barriers")) == 11
    assert len(rows("detection_modes")) == 15
    assert list(rows("indicators")) == [f"I{n:02}" for n in range(1, 22)]
    reperes = rows("reperes")
    assert len(reperes) == 7
    assert {len(row["criteria"]) for row in reperes.values()} == {3}
    assert all(row["activity_type"] in rows("activity_types") for row in rows("detection_modes").values())
    hidden = {code for code, row in rows("structure_kinds").items() if row.get("sensitive")}
    assert hidden == {
        "ase", "caarud", "cidff", "csapa", "pension_famille", "pjj", "prevention", "spip",
    }  # fmt: skip
