"""Slots, phrases, the recovery code, and what altering `keys.json` leads to."""

from __future__ import annotations

import json
import random
import uuid
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elans_desktop.core.errors import (
    DamagedData,
    InputError,
    NewerSchema,
    NotFoundError,
    PermissionDenied,
    RuleError,
    WrongPassphrase,
)
from elans_desktop.storage import access, keys, passphrase
from elans_desktop.storage.opening import NewUser
from elans_desktop.storage.recovery_code import ALPHABET, MistypedCode, RecoveryCode, read_code
from elans_desktop.storage.workspace import Workspace
from tests.support.workspaces import PASSPHRASE, USER_NAME

secrets_20 = st.binary(min_size=20, max_size=20)


def opens(folder: Path, phrase: str, user_id: uuid.UUID | None = None) -> bool:
    try:
        Workspace.open(folder, passphrase=phrase, user_id=user_id).close(back_up=False)
    except WrongPassphrase:
        return False
    return True


@given(secrets_20)
def test_a_code_reads_back_however_it_is_typed(secret: bytes) -> None:
    lines = RecoveryCode(secret, 1).lines()
    assert [len(line) for line in lines] == [11] * 4
    typed = "\n".join(lines)
    assert read_code(typed) == secret
    sloppy = typed.lower().replace(" ", "-").replace("1", "l").replace("0", "o").replace("\n", "  ")
    assert read_code(sloppy) == secret


@given(secrets_20, st.integers(0, 35), st.integers(1, 31))
def test_any_wrong_sign_is_seen_and_its_line_named(secret: bytes, position: int, shift: int) -> None:
    typed = "".join(RecoveryCode(secret, 1).lines()).replace(" ", "")
    sign = ALPHABET[(ALPHABET.index(typed[position]) + shift) % 32]
    with pytest.raises(MistypedCode) as caught:
        read_code(typed[:position] + sign + typed[position + 1 :])
    assert caught.value.lines == (position // 9 + 1,)
    assert f"ligne {'ABCD'[position // 9]}" in str(caught.value)


@given(secrets_20, st.integers(0, 3), st.integers(0, 7))
def test_any_two_neighbours_swapped_are_seen(secret: bytes, line: int, place: int) -> None:
    signs = list("".join(RecoveryCode(secret, 1).lines()).replace(" ", ""))
    at = line * 9 + place
    if signs[at] == signs[at + 1]:
        return
    signs[at], signs[at + 1] = signs[at + 1], signs[at]
    with pytest.raises(MistypedCode) as caught:
        read_code("".join(signs))
    assert caught.value.lines == (line + 1,)


def test_two_lines_swapped_are_seen() -> None:
    lines = RecoveryCode(random.Random(1).randbytes(20), 1).lines()
    lines[0], lines[2] = lines[2], lines[0]
    with pytest.raises(MistypedCode, match="lignes A et C"):
        read_code(" ".join(lines))


@pytest.mark.parametrize(("typed", "words"), [("ABC", "36 signes"), ("U" * 36, "jamais « U »")])
def test_what_is_no_code_gets_a_sentence(typed: str, words: str) -> None:
    with pytest.raises(MistypedCode, match=words.replace(" ", "[ \u00a0]")):
        read_code(typed)


def test_lost_phrase_code_new_phrase_new_code(workspace_folder: Path, recovery_code: str) -> None:
    workspace = Workspace.open_with_code(workspace_folder, recovery_code)
    access.reset_phrase(workspace, workspace.actor.user_id, "nouvelle phrase longue")
    fresh = access.new_recovery_code(workspace)
    assert fresh.number == 2
    workspace.close(back_up=False)
    assert opens(workspace_folder, "nouvelle phrase longue")
    assert not opens(workspace_folder, PASSPHRASE)
    with pytest.raises(WrongPassphrase, match="pas celui de ce classeur"):
        Workspace.open_with_code(workspace_folder, recovery_code)
    Workspace.open_with_code(workspace_folder, "".join(fresh.lines())).close(back_up=False)


def test_the_code_is_stored_nowhere(workspace_folder: Path, recovery_code: str) -> None:
    code = recovery_code.replace(" ", "").replace("\n", "").encode()
    secret = read_code(recovery_code)
    for path in workspace_folder.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert code not in content
            assert secret not in content
            assert secret.hex().encode() not in content


def test_users_come_and_go(workspace: Workspace) -> None:
    founder = workspace.actor.user_id
    other = access.add_user(
        workspace, NewUser("Sacha Autre", "accueil"), role="accueil", phrase="chaise vent orange"
    )
    folder = workspace.folder
    assert [slot.name for slot in keys.read(folder).users] == [USER_NAME, "Sacha Autre"]
    with pytest.raises(RuleError, match="administre"):
        access.remove_user(workspace, founder)
    with pytest.raises(RuleError, match="administre"):
        access.set_role(workspace, founder, "accueil")
    assert workspace.keys.unlock(other, "chaise vent orange") == workspace.data_key
    access.remove_user(workspace, other)
    with pytest.raises(NotFoundError):
        keys.read(folder).unlock(other, "chaise vent orange")
    for path in folder.rglob("keys.json*"):
        assert other.hex not in path.read_text("utf-8")


def test_an_inactive_user_does_not_come_in(workspace_folder: Path) -> None:
    workspace = Workspace.open(workspace_folder, passphrase=PASSPHRASE)
    other = NewUser("Sacha Autre", "accueil")
    access.add_user(workspace, other, role="administration", phrase="chaise vent orange")
    before = (workspace_folder / "keys.json").read_bytes()
    access.remove_user(workspace, other.id)
    workspace.close(back_up=False)
    (workspace_folder / "keys.json").write_bytes(before)  # an old file put back
    with pytest.raises(PermissionDenied):
        Workspace.open(workspace_folder, passphrase="chaise vent orange", user_id=other.id)


def test_too_short_a_phrase_is_refused_without_harm(workspace: Workspace) -> None:
    before = (workspace.folder / "keys.json").read_bytes()
    with pytest.raises(InputError, match="8"):
        access.add_user(workspace, NewUser("A", "b"), role="accueil", phrase="court")
    with pytest.raises(InputError, match="8"):
        access.change_phrase(workspace, PASSPHRASE, "court")
    with pytest.raises(WrongPassphrase):
        access.change_phrase(workspace, "pas la bonne", "assez longue phrase")
    assert (workspace.folder / "keys.json").read_bytes() == before


def test_a_phrase_typed_with_combining_accents_is_the_same_phrase(workspace: Workspace) -> None:
    access.change_phrase(workspace, PASSPHRASE, "été à Die élégant")
    decomposed = "e\u0301te\u0301 a\u0300 Die e\u0301le\u0301gant"
    assert workspace.keys.unlock(workspace.actor.user_id, decomposed) == workspace.data_key


def test_every_altered_byte_of_the_keys_is_noticed(workspace_folder: Path) -> None:
    path = workspace_folder / keys.FILE
    original = path.read_bytes()
    for place in range(0, len(original), 7):
        content = bytearray(original)
        content[place] ^= 0x01
        if json_equal(bytes(content), original):
            continue
        with pytest.raises((DamagedData, NewerSchema)):
            keys.parse(bytes(content))


def test_keys_rewritten_by_another_hand_are_noticed_once_unlocked(workspace_folder: Path) -> None:
    found = keys.read(workspace_folder)
    forged = keys.Keys(
        found.workspace, "Autre titre", found.users, found.recovery, found.recovery_number, found.mac
    )
    forged.save(workspace_folder)  # a valid checksum, but not the authentication code
    with pytest.raises(DamagedData, match="modifié"):
        Workspace.open(workspace_folder, passphrase=PASSPHRASE)


def test_missing_keys_and_their_copy(workspace_folder: Path) -> None:
    (workspace_folder / keys.FILE).unlink()
    with pytest.raises(DamagedData, match="manque") as caught:
        keys.read(workspace_folder)
    assert keys.COPY in caught.value.advice
    (workspace_folder / keys.COPY).rename(workspace_folder / keys.FILE)
    assert opens(workspace_folder, PASSPHRASE)


def test_a_folder_that_is_no_workspace(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="ne contient pas de classeur"):
        Workspace.open(tmp_path, passphrase=PASSPHRASE)


def test_fingerprint_tells_classeurs_apart(workspace: Workspace) -> None:
    assert len(workspace.keys.fingerprint.split()) == 4


@pytest.mark.parametrize(
    ("phrase", "accepted", "advised"),
    [
        ("court", False, True),
        ("motdepasse", True, True),
        ("azertyuiop", True, True),
        ("Camille Essai", True, True),
        ("tabouret pluie cantine violet", True, False),
        ("é" * 300, True, True),
    ],
)
def test_advice_on_phrases(phrase: str, *, accepted: bool, advised: bool) -> None:
    found = passphrase.advise(phrase, [USER_NAME])
    assert (found.accepted, bool(found.advice)) == (accepted, advised)


def json_equal(one: bytes, other: bytes) -> bool:
    try:
        first: Any = json.loads(one)
    except ValueError:
        return False
    return first == json.loads(other)
