"""The photo of a person: only once the classeur keeps them, the last one attached, gone with the file."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest

import elans_desktop
from elans_desktop.core import clock
from elans_desktop.core.errors import PermissionDenied
from elans_desktop.models.journal import Blob
from elans_desktop.models.privacy import Attachment
from elans_desktop.services.participants import attachments, person_choices, portraits
from elans_desktop.services.participants.attachments import NewAttachment
from elans_desktop.services.privacy import purge
from elans_desktop.services.privacy.person_export import bundling, reading
from elans_desktop.storage.workspace import Workspace
from tests.support import attached_files as made
from tests.support.organisation import acting_as, fill
from tests.support.people import NOW, add_person


@pytest.fixture
def lucie(workspace: Workspace) -> Iterator[uuid.UUID]:
    with clock.fixed(NOW):
        fill(workspace)
        yield add_person(workspace, "Bazin", "Lucie")


def attach(workspace: Workspace, person: uuid.UUID, content: bytes, **more: object) -> uuid.UUID:
    new = NewAttachment(person, "photo", content, portraits.KIND, **more)  # pyright: ignore[reportArgumentType]
    with workspace.write("Joindre") as session:
        return attachments.add(session, new)


def shown(workspace: Workspace, person: uuid.UUID) -> bytes | None:
    with workspace.read() as session:
        return portraits.latest(session, person)


def kinds(workspace: Workspace) -> set[str]:
    with workspace.read() as session:
        return {code for code, _label in person_choices.choices(session).lists["attachment_kinds"]}


def test_no_photo_is_kept_until_somebody_decides_it(workspace: Workspace, lucie: uuid.UUID) -> None:
    attach(workspace, lucie, made.png())
    assert shown(workspace, lucie) is None
    assert portraits.KIND not in kinds(workspace)
    with acting_as(workspace, "referent"), pytest.raises(PermissionDenied), workspace.write("X") as session:
        portraits.keep(session, on=True)
    with workspace.write("Montrer les photos") as session:
        portraits.keep(session, on=True)
    assert shown(workspace, lucie) == made.png()
    assert portraits.KIND in kinds(workspace)


def test_the_last_image_that_everybody_may_see_is_the_one(workspace: Workspace, lucie: uuid.UUID) -> None:
    with workspace.write("Montrer les photos") as session:
        portraits.keep(session, on=True)
    attach(workspace, lucie, made.png())
    with clock.fixed(NOW.replace(hour=18)):
        last = attach(workspace, lucie, made.png(60, 60))
        attach(workspace, lucie, made.png(80, 80), confidential=True)
        attach(workspace, lucie, made.pdf())
    assert shown(workspace, lucie) == made.png(60, 60)
    with workspace.write("Retirer") as session:
        attachments.remove(session, last)
    assert shown(workspace, lucie) == made.png()


def test_it_is_erased_with_the_file(workspace: Workspace, lucie: uuid.UUID) -> None:
    with workspace.write("Montrer les photos") as session:
        portraits.keep(session, on=True)
    attach(workspace, lucie, made.png())
    with clock.fixed(NOW.replace(year=NOW.year + 8)):
        assert purge.anonymise(workspace, [lucie], purge.WORD_TO_TYPE) == 1
        assert shown(workspace, lucie) is None
    with workspace.read() as session:
        assert session.query(Attachment).count() == 0
        assert session.query(Blob).filter(Blob.sha256 == sha256(made.png()).hexdigest()).count() == 0


def test_it_is_in_what_is_handed_to_the_person(workspace: Workspace, lucie: uuid.UUID) -> None:
    attach(workspace, lucie, made.png())
    with workspace.read() as session:
        bundle = bundling.bundle(session, lucie, reading.MINE)
    assert list(bundle.files) == [sha256(made.png()).hexdigest()]
    assert [name for name in bundle.files.values() if name.startswith("pieces/")]


def test_it_is_on_no_sheet_nor_list() -> None:
    """What prints or lists people does not even import it: only the file, its choices and the setting do."""
    root = Path(elans_desktop.__file__).parent
    users = {
        path.stem
        for path in root.rglob("*.py")
        if "portraits" in path.read_text(encoding="utf-8") and path.stem != "portraits"
    }
    assert users == {"settings", "person_choices", "portrait", "privacy_section"}
