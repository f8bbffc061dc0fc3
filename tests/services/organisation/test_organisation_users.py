from __future__ import annotations

import pytest

from elans_desktop.core.errors import InputError, NotFoundError, PermissionDenied, RuleError, WrongPassphrase
from elans_desktop.services.organisation import users
from elans_desktop.services.organisation.users import UserInput
from elans_desktop.storage.workspace import Workspace
from tests.support.organisation import acting_as, fill
from tests.support.workspaces import PASSPHRASE

OTHER = "quatre poules sous la pluie"


@pytest.fixture
def office(workspace: Workspace) -> Workspace:
    fill(workspace)
    return workspace


def reopened(workspace: Workspace, **how: object) -> Workspace:
    """Close, open again as somebody, and hand the open classeur back to the fixture."""
    workspace.close()
    again = Workspace.open(workspace.folder, **how)  # pyright: ignore[reportArgumentType]
    again.close()
    return again


def test_a_user_added_opens_the_classeur_in_their_role(office: Workspace) -> None:
    user_id = users.add(office, UserInput("Nadia Le Goff", "éducatrice", "referent", OTHER))
    with office.read() as session:
        assert [(row.name, row.role) for row in users.rows(session)] == [
            ("Camille Essai", "administration"),
            ("Nadia Le Goff", "referent"),
        ]
    again = reopened(office, passphrase=OTHER, user_id=user_id)
    assert (again.actor.user_id, again.actor.role) == (user_id, "referent")


def test_a_user_removed_no_longer_opens_it_and_keeps_their_name(office: Workspace) -> None:
    user_id = users.add(office, UserInput("Nadia Le Goff", "", "coordination", OTHER))
    users.remove(office, user_id)
    with office.read() as session:
        removed = users.rows(session)[-1]
        assert (removed.name, removed.active) == ("Nadia Le Goff", False)
        assert users.names(session)[user_id] == "Nadia Le Goff"
    office.close()
    with pytest.raises(NotFoundError):
        Workspace.open(office.folder, passphrase=OTHER, user_id=user_id)


def test_one_changes_ones_own_phrase_only_with_the_old_one(office: Workspace) -> None:
    with pytest.raises(WrongPassphrase):
        users.change_phrase(office, "pas la bonne phrase", OTHER)
    with pytest.raises(InputError):
        users.change_phrase(office, PASSPHRASE, "court")
    users.change_phrase(office, PASSPHRASE, OTHER)
    user_id = office.actor.user_id
    reopened(office, passphrase=OTHER, user_id=user_id)
    with pytest.raises(WrongPassphrase):
        Workspace.open(office.folder, passphrase=PASSPHRASE, user_id=user_id)


def test_nobody_locks_themselves_out(office: Workspace) -> None:
    me = office.actor.user_id
    users.add(office, UserInput("Nadia Le Goff", "", "administration", OTHER))
    with pytest.raises(RuleError):
        users.remove(office, me)
    with pytest.raises(RuleError):
        users.set_role(office, me, "accueil")


@pytest.mark.parametrize("role", ["coordination", "referent", "accueil", "consultation"])
def test_only_administrators_manage_users(office: Workspace, role: str) -> None:
    other = users.add(office, UserInput("Nadia Le Goff", "", "coordination", OTHER))
    with acting_as(office, role):
        for act in (
            lambda: users.add(office, UserInput("Paul", "", "accueil", OTHER)),
            lambda: users.remove(office, other),
            lambda: users.set_role(office, other, "administration"),
            lambda: users.reset_phrase(office, other, OTHER),
            lambda: users.rename(office, other, "Autre", ""),
        ):
            with pytest.raises(PermissionDenied):
                act()


def test_a_new_user_is_checked_by_field(office: Workspace) -> None:
    with pytest.raises(InputError) as refused:
        users.add(office, UserInput(" ", "", "roi", "court"))
    assert set(refused.value.fields) == {"name", "role", "phrase"}
