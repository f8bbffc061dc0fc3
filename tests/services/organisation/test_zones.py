"""Zones of communes: a list read whole, every fault said, applied in one go, shown beside a commune."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

import pytest

from elans_desktop.core import clock
from elans_desktop.core.errors import PermissionDenied, RuleError
from elans_desktop.services.organisation import zone_import, zones
from elans_desktop.services.organisation.zone_import import OK, REFUSED, REMARK, ZonePlan
from elans_desktop.storage.workspace import Workspace
from tests.support.organisation import acting_as, fill
from tests.support.people import NOW

FLERS, ARGENTAN, BEAUMAIS = "61169", "61006", "14053"


@pytest.fixture
def agreement(workspace: Workspace) -> Iterator[uuid.UUID]:
    with clock.fixed(NOW):
        yield fill(workspace)


def plan(workspace: Workspace, text: str) -> ZonePlan:
    with workspace.read() as session:
        return zone_import.plan(session, text.encode(), "zones.csv")


def load(workspace: Workspace, text: str, *, replace: bool = True) -> int:
    found = plan(workspace, text)
    with workspace.write("Importer des zones", kind="import") as session:
        return zone_import.apply(session, found, replace=replace)


def codes(workspace: Workspace, insee: str) -> tuple[str, ...]:
    with workspace.read() as session:
        return zones.codes_of(session, insee)


def test_a_list_is_read_checked_and_applied(workspace: Workspace, agreement: uuid.UUID) -> None:
    text = f"code INSEE;commune;zone\n{FLERS};Flers;QPV\n{FLERS};Flers;FRR\n{ARGENTAN};Argentan;frr\n"
    found = plan(workspace, text)
    assert [line.state for line in found.lines] == [OK, OK, OK]
    assert (len(found.added), found.kept, found.refused) == (3, 0, 0)
    assert codes(workspace, FLERS) == (), "reading writes nothing"
    assert load(workspace, text) == 3
    assert codes(workspace, FLERS) == ("qpv", "frr")
    assert plan(workspace, text).changes_nothing
    with workspace.read() as session:
        assert zones.words_of(session, FLERS) == "QPV, FRR"
        assert "vérifiez l’adresse" in zones.hint_of(session, FLERS)
        assert zones.hint_of(session, ARGENTAN) == "Zone de la commune\u00a0: FRR."
        assert (zones.sure_code(session, ARGENTAN), zones.sure_code(session, FLERS)) == ("frr", None)
        assert zones.words_by_insee(session)[ARGENTAN] == "FRR"
        assert {one.code: one.communes for one in zones.counts(session)} == {"qpv": 1, "frr": 2, "autre": 0}
    workspace.undo()
    assert codes(workspace, FLERS) == ()


def test_every_fault_is_said_at_once_and_the_rest_is_kept(workspace: Workspace, agreement: uuid.UUID) -> None:
    text = "\n".join(
        (
            "code INSEE;commune;zone",
            f"{FLERS};Flers;FRR",
            "99999;Nulle-Part;FRR",
            "Flers;Flers;FRR",
            f"{ARGENTAN};Argentan;ZRR",
            f"{ARGENTAN};Argentan;",
            ";Vire;FRR",
            f"{FLERS};Flers;FRR",
            f"{ARGENTAN};Flers;FRR",
        )
    )
    found = plan(workspace, text)
    assert [(line.line, line.state) for line in found.lines] == [
        (2, OK),
        *((rank, REFUSED) for rank in range(3, 9)),
        (9, REMARK),
    ]
    words = [line.words for line in found.lines]
    assert words[1] == "Aucune commune n’a ce code INSEE."
    assert "5 signes" in words[2]
    assert words[3] == "Zone inconnue\u00a0: «\u00a0ZRR\u00a0»."
    assert words[4] == "La zone manque."
    assert words[5] == "Le code INSEE manque."
    assert words[6] == "Déjà dite à la ligne\u00a02."
    assert words[7] == "Ce code est celui de Argentan\u00a0: vérifiez."
    assert load(workspace, text) == 2
    assert codes(workspace, ARGENTAN) == ("frr",)


def test_columns_are_found_by_their_titles_or_their_content(
    workspace: Workspace, agreement: uuid.UUID
) -> None:
    flags = f"LIBGEO,CODGEO,FRR,QPV\nFlers,{FLERS},oui,1\nArgentan,{ARGENTAN},x,non\n"
    assert plan(workspace, flags).added == ((FLERS, "frr"), (FLERS, "qpv"), (ARGENTAN, "frr"))
    bare = f"{FLERS}\tFlers\tFRR\n{ARGENTAN}\tArgentan\tFRR\n"
    assert plan(workspace, bare).added == ((FLERS, "frr"), (ARGENTAN, "frr"))
    several = f"code INSEE;zone\n{FLERS};FRR / QPV\n{ARGENTAN};France Ruralités Revitalisation\n"
    assert plan(workspace, several).added == ((FLERS, "frr"), (FLERS, "qpv"), (ARGENTAN, "frr"))


def test_a_code_whose_zero_was_eaten_and_a_former_commune_are_mended(
    workspace: Workspace, agreement: uuid.UUID
) -> None:
    found = plan(workspace, "code INSEE;commune;zone\n1004;Ambérieu-en-Bugey;FRR\n14730;Vaudry;FRR\n")
    ain, vaudry = found.lines
    assert (ain.insee, ain.state) == ("01004", OK)
    assert (vaudry.insee, vaudry.state) == ("14762", REMARK)
    assert vaudry.words == "Ancienne commune, aujourd’hui Vire Normandie."


def test_a_file_without_codes_or_zones_says_what_it_lacks(workspace: Workspace, agreement: uuid.UUID) -> None:
    with pytest.raises(RuleError, match="codes INSEE"):
        plan(workspace, "commune;zone\nFlers;FRR\nArgentan;FRR\n")
    with pytest.raises(RuleError, match="ne dit la zone"):
        plan(workspace, f"code INSEE;commune\n{FLERS};Flers\n{ARGENTAN};Argentan\n")


def test_communes_that_left_a_zone_are_removed_or_kept(workspace: Workspace, agreement: uuid.UUID) -> None:
    head = "code INSEE;commune;zone\n"
    load(workspace, f"{head}{FLERS};Flers;FRR\n{ARGENTAN};Argentan;FRR\n{FLERS};Flers;QPV\n")
    shorter = f"{head}{FLERS};Flers;FRR\n"
    assert plan(workspace, shorter).removed == ((ARGENTAN, "frr"),), "the QPV are not in this file"
    load(workspace, shorter, replace=False)
    assert codes(workspace, ARGENTAN) == ("frr",)
    load(workspace, shorter)
    assert codes(workspace, ARGENTAN) == ()
    assert codes(workspace, FLERS) == ("qpv", "frr")


def test_the_coordination_alone_changes_the_zones(workspace: Workspace, agreement: uuid.UUID) -> None:
    with acting_as(workspace, "referent"), pytest.raises(PermissionDenied):
        plan(workspace, f"code INSEE;commune;zone\n{FLERS};Flers;FRR\n")
