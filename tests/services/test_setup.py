from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select

from elans_desktop.core import clock
from elans_desktop.core.errors import InputError, RuleError
from elans_desktop.models.evaluations import Criterion, Grid
from elans_desktop.models.governance import Body
from elans_desktop.models.organisation import Professional, User
from elans_desktop.services import setup
from elans_desktop.services.governance import structures
from elans_desktop.services.organisation import agreements
from elans_desktop.storage.sealing import Kdf
from elans_desktop.storage.workspace import Workspace

PHRASE = "tabouret pluie cantine violet"


def create(folder: Path, preset: str = "o2r", **changes: str) -> Workspace:
    wish = {
        "title": "Association Le Pressoir",
        "user_name": "Marie Le Goff",
        "user_function": "coordinatrice",
    }
    workspace, _code = setup.create_workspace(
        folder, preset=preset, passphrase=PHRASE, kdf=Kdf.cheap(), **(wish | changes)
    )
    return workspace


@pytest.mark.parametrize(
    ("preset", "years", "bodies"), [("o2r", 3, 4), ("elans", 1, 3), ("personnalise", 1, 1)]
)
def test_a_new_classeur_is_ready_to_serve(tmp_path: Path, preset: str, years: int, bodies: int) -> None:
    with clock.fixed(datetime(2027, 5, 4, 9, 0)):
        workspace = create(tmp_path / "classeur", preset)
        workspace.close()
        workspace = Workspace.open(tmp_path / "classeur", passphrase=PHRASE)
        with workspace.read() as session:
            agreement = agreements.current(session)
            ours = structures.ours(session)
            assert agreement is not None
            assert ours is not None
            assert (agreement.start, agreement.end) == (date(2027, 1, 1), date(2026 + years, 12, 31))
            assert agreement.scheme.code == preset
            assert ours.name == "Association Le Pressoir"
            assert [role.agreement_id for role in ours.roles] == [agreement.id]
            assert session.scalar(select(func.count()).select_from(Body)) == bodies
            assert session.scalar(select(func.count()).select_from(Grid)) == 2
            assert len(session.scalars(select(Criterion.id)).all()) > 20
        workspace.close()


def test_the_creator_is_a_professional_and_administers(tmp_path: Path) -> None:
    workspace = create(tmp_path / "classeur")
    with workspace.read() as session:
        user = session.scalars(select(User)).one()
        person = session.get_one(Professional, user.professional_id)
    assert (person.first_name, person.last_name, person.function) == ("Marie", "Le Goff", "coordinatrice")
    assert (user.role, workspace.actor.role) == ("administration", "administration")
    assert workspace.actor.professional_id == person.id
    workspace.close()


def test_the_creation_cannot_be_undone(tmp_path: Path) -> None:
    workspace = create(tmp_path / "classeur")
    assert workspace.undo_label() is None
    workspace.close()


@pytest.mark.parametrize("field", ["title", "user_name", "preset"])
def test_what_is_missing_is_said_by_field_and_nothing_is_written(tmp_path: Path, field: str) -> None:
    with pytest.raises(InputError) as refused:
        create(tmp_path / "classeur", **({field: " "}))
    assert set(refused.value.fields) == {field}
    assert not (tmp_path / "classeur").exists()


def test_a_short_phrase_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        setup.create_workspace(
            tmp_path / "classeur", title="X", preset="o2r", user_name="M", passphrase="court", kdf=Kdf.cheap()
        )
    assert list(tmp_path.iterdir()) == []


def test_a_creation_that_fails_half_way_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_args: object, **_named: object) -> None:
        raise RuleError("panne")

    monkeypatch.setattr(setup, "_add_creator", broken)
    (tmp_path / "vide").mkdir()
    for name in ("classeur", "vide"):
        with pytest.raises(RuleError):
            create(tmp_path / name)
    assert [path.name for path in tmp_path.iterdir()] == ["vide"]
    assert list((tmp_path / "vide").iterdir()) == []


def test_a_folder_with_files_is_refused_untouched(tmp_path: Path) -> None:
    (tmp_path / "mes papiers").mkdir()
    (tmp_path / "mes papiers" / "lettre.txt").write_text("bonjour")
    with pytest.raises(RuleError, match="contient déjà"):
        create(tmp_path / "mes papiers")
    assert (tmp_path / "mes papiers" / "lettre.txt").read_text() == "bonjour"
