from __future__ import annotations

import pytest

from elans_desktop.core.errors import InputError, PermissionDenied, RuleError
from elans_desktop.models.organisation import ReferenceItem
from elans_desktop.services.organisation import reference
from elans_desktop.services.organisation.reference_lists import list_titles, shipped_items
from elans_desktop.storage.workspace import Workspace
from tests.support.organisation import acting_as, fill


@pytest.fixture
def office(workspace: Workspace) -> Workspace:
    fill(workspace)
    return workspace


def test_every_shipped_line_is_there_once_and_a_second_seeding_changes_nothing(office: Workspace) -> None:
    shipped = {(item.list_code, item.code) for item in shipped_items()}
    with office.write("Mettre à jour les listes") as session:
        assert reference.ensure_reference(session) == 0
        found = {(row.list_code, row.code) for row in session.query(ReferenceItem)}
    assert found == shipped
    assert {list_code for list_code, _code in shipped} == set(list_titles())


def test_a_shipped_update_keeps_the_words_of_the_organisation(office: Workspace) -> None:
    with office.write("Changer un libellé") as session:
        reference.rename(session, "domains", "sport", "Sport et plein air")
    with office.write("Reculer d’une version") as session:
        for code in ("sport", "culture"):
            item = session.get_one(ReferenceItem, ReferenceItem.key("domains", code))
            item.extra = {"_shipped": ["ancien libellé", ""]}
            if code == "culture":
                item.label = "ancien libellé"
    with office.write("Mettre à jour les listes") as session:
        assert reference.ensure_reference(session) == 2
        assert reference.label(session, "domains", "sport") == "Sport et plein air"
        assert reference.label(session, "domains", "culture") == "Culture"


def test_a_line_switched_off_stays_off_and_keeps_its_label(office: Workspace) -> None:
    with office.write("Retirer une ligne") as session:
        reference.set_active(session, "domains", "sport", active=False)
    with office.write("Mettre à jour les listes") as session:
        reference.ensure_reference(session)
        assert "sport" not in [row.code for row in reference.items(session, "domains")]
        assert reference.labels(session, "domains")("domains", "sport") == "Sport"


def test_the_same_line_added_twice_is_refused_and_a_child_takes_the_brique_of_its_parent(
    office: Workspace,
) -> None:
    with office.write("Ajouter une ligne") as session:
        code = reference.add(session, "activity_types", "Jardin d’hiver", parent_code="m_projet")
        added = next(row for row in reference.items(session, "activity_types") if row.code == code)
        assert (added.parent_code, added.extra["brique"], added.shipped) == ("m_projet", "M", False)
        with pytest.raises(InputError, match="existe déjà"):
            reference.add(session, "activity_types", "jardin d'hiver", parent_code="m_projet")
        other = reference.add(session, "activity_types", "Jardin d’hiver")
        assert other != code


def test_lists_that_rules_lean_on_neither_grow_nor_shrink(office: Workspace) -> None:
    with office.write("Changer une liste") as session:
        with pytest.raises(RuleError):
            reference.add(session, "presence_statuses", "Parti à la pêche")
        with pytest.raises(RuleError):
            reference.set_active(session, "briques", "R", active=False)
        reference.rename(session, "briques", "R", "Aller vers")
        assert reference.label(session, "briques", "R") == "Aller vers"


def test_lines_move_among_their_siblings_only(office: Workspace) -> None:
    with office.write("Changer l’ordre") as session:
        before = [row.code for row in reference.items(session, "domains")]
        reference.move(session, "domains", before[2], -1)
        after = [row.code for row in reference.items(session, "domains")]
        assert after == [before[0], before[2], before[1], *before[3:]]
        reference.move(session, "domains", after[0], -1)
        assert [row.code for row in reference.items(session, "domains")] == after


def test_activity_types_come_brique_by_brique_in_the_order_of_the_founding_text(office: Workspace) -> None:
    with office.read() as session:
        tops = [row for row in reference.tree(session, "activity_types") if row.parent_code is None]
    assert "".join(dict.fromkeys(row.extra["brique"] for row in tops)) == "RMAC"


def test_only_coordination_words_the_lists(office: Workspace) -> None:
    with (
        acting_as(office, "referent"),
        office.write("Changer un libellé") as session,
        pytest.raises(PermissionDenied),
    ):
        reference.rename(session, "domains", "sport", "Autre")
