from __future__ import annotations

import uuid
from datetime import datetime

from hypothesis import given
from hypothesis import strategies as st

from elans_desktop.core import clock, ids, text


def test_two_spellings_share_one_search_key() -> None:
    assert text.fold("L’Œuvre d’Élodie") == text.fold("l'oeuvre   d'elodie") == "l oeuvre d elodie"
    assert text.fold("ŁUKASZ") == "lukasz"


@given(st.text())
def test_folding_is_stable(words: str) -> None:
    assert text.fold(text.fold(words)) == text.fold(words)


@given(st.text())
def test_a_safe_file_name_is_accepted_everywhere(words: str) -> None:
    name = text.safe_filename(words)
    assert name
    assert len(name) <= 120
    assert not set(name) & set('<>:"/\\|?*\0')
    assert name[-1] not in " ."


def test_reserved_names_are_avoided() -> None:
    assert text.safe_filename("CON.pdf") == "document"


def test_identifiers_grow_even_when_the_clock_goes_back() -> None:
    first = ids.new_id()
    with clock.fixed(datetime(2001, 1, 1)):
        second = ids.new_id()
    assert second > first
    assert (first.version, first.variant) == (7, uuid.RFC_4122)


def test_many_identifiers_in_one_millisecond_are_all_different_and_ordered() -> None:
    with clock.fixed(datetime(2030, 1, 1)):
        made = [ids.new_id() for _ in range(20_000)]
    assert made == sorted(set(made))


def test_keyed_identifiers_never_change() -> None:
    """Vectors: a change here would split in two every keyed row of every classeur."""
    participant = uuid.UUID("01890a5d-ac96-774b-bcce-b302099a8057")
    slot = uuid.UUID("01890a5d-ac96-774b-bcce-b302099a8058")
    assert ids.keyed_id("presence", participant, slot) == uuid.UUID("e100301c-e2d8-5756-8735-c098dfd0c25a")
    assert ids.keyed_id("reference_item", "exits", "E1", 1) == uuid.UUID(
        "601da309-da31-57d8-b831-439b6165e1f2"
    )
