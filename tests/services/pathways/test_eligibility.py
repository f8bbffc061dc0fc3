"""R-ELIG, every branch by hand; five months counted to the day, from the setting."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from elans_desktop.services.pathways.eligibility import (
    NO_CONTACT,
    NO_SOLUTION,
    PRIORITY,
    SUBSIDIARY,
    TO_JUSTIFY,
    UNSUPPORTED,
    Facts,
    assess,
)

ENTRY = date(2026, 8, 18)
REGISTERED = Facts(ENTRY, registered=True, has_referent=True)


def code(facts: Facts, months: int = 5) -> str:
    return assess(facts, months).code


@pytest.mark.parametrize(
    ("registered", "has_referent", "expected"),
    [
        (False, False, PRIORITY),
        (False, True, TO_JUSTIFY),
        (False, None, TO_JUSTIFY),
        (None, False, TO_JUSTIFY),
        (None, None, TO_JUSTIFY),
        (None, True, TO_JUSTIFY),
        (True, False, TO_JUSTIFY),
        (True, True, TO_JUSTIFY),
        (True, None, TO_JUSTIFY),
    ],
)
def test_without_a_ground_only_the_unregistered_without_a_referent_are_a_priority(
    registered: bool | None, has_referent: bool | None, expected: str
) -> None:
    assert code(Facts(ENTRY, registered, has_referent)) == expected


@pytest.mark.parametrize("ground", [UNSUPPORTED, NO_SOLUTION])
@pytest.mark.parametrize("has_referent", [True, False, None])
def test_a_registered_person_with_a_ground_is_subsidiary(ground: str, has_referent: bool | None) -> None:
    assert code(replace(REGISTERED, has_referent=has_referent, grounds=(ground,))) == SUBSIDIARY


@pytest.mark.parametrize("ground", [UNSUPPORTED, NO_SOLUTION, NO_CONTACT])
def test_a_ground_says_nothing_of_somebody_who_is_not_known_to_be_registered(ground: str) -> None:
    old = date(2020, 1, 1)
    assert code(Facts(ENTRY, None, grounds=(ground,), last_contact_on=old)) == TO_JUSTIFY
    assert code(Facts(ENTRY, False, True, grounds=(ground,), last_contact_on=old)) == TO_JUSTIFY
    assert code(Facts(ENTRY, False, False, grounds=(ground,), last_contact_on=old)) == PRIORITY


@pytest.mark.parametrize(
    ("last_contact", "entry", "expected"),
    [
        (date(2026, 3, 18), ENTRY, SUBSIDIARY),  # five months to the day
        (date(2026, 3, 19), ENTRY, TO_JUSTIFY),  # one day short
        (date(2026, 3, 17), ENTRY, SUBSIDIARY),
        (date(2026, 9, 30), date(2027, 2, 28), SUBSIDIARY),  # no 30 February: the last of the month
        (date(2026, 9, 29), date(2027, 2, 27), TO_JUSTIFY),
        (date(2027, 9, 30), date(2028, 2, 28), TO_JUSTIFY),  # a leap year: the 29th
        (date(2027, 9, 30), date(2028, 2, 29), SUBSIDIARY),
        (ENTRY, ENTRY, TO_JUSTIFY),
        (date(2026, 9, 1), ENTRY, TO_JUSTIFY),  # a contact after the entry
        (None, ENTRY, TO_JUSTIFY),
    ],
)
def test_the_third_ground_needs_a_last_contact_five_months_before_the_entry(
    last_contact: date | None, entry: date, expected: str
) -> None:
    facts = replace(REGISTERED, day=entry, grounds=(NO_CONTACT,), last_contact_on=last_contact)
    assert code(facts) == expected


def test_the_months_are_those_of_the_setting() -> None:
    facts = replace(REGISTERED, grounds=(NO_CONTACT,), last_contact_on=date(2026, 5, 18))
    assert [code(facts, months) for months in (3, 4, 5)] == [SUBSIDIARY, TO_JUSTIFY, TO_JUSTIFY]


def test_another_ground_serves_when_the_third_fails() -> None:
    facts = replace(REGISTERED, grounds=(NO_CONTACT, NO_SOLUTION), last_contact_on=ENTRY)
    assert code(facts) == SUBSIDIARY
    assert "sans solution sur le territoire" in assess(facts, 5).reason


def test_what_is_to_be_justified_asks_for_words_then_says_they_are_written() -> None:
    blank, written = assess(Facts(ENTRY), 5), assess(Facts(ENTRY, note="Orientée par la mairie."), 5)
    assert (blank.written, written.written) == (False, True)
    assert blank.sentence.startswith("À justifier\u00a0: ")
    assert blank.sentence.endswith("Écrivez ce qui justifie l’entrée.")
    assert written.code == TO_JUSTIFY
    assert written.sentence.endswith("Le motif est écrit.")
    assert not assess(Facts(ENTRY, note="  "), 5).written


def test_each_answer_says_its_reason() -> None:
    contact = replace(REGISTERED, grounds=(NO_CONTACT,), last_contact_on=date(2026, 3, 19))
    said = assess(contact, 5).reason
    assert "19/03/2026" in said
    assert "19/08/2026" in said
    assert "aucun des trois motifs" in assess(REGISTERED, 5).reason
    assert "date du dernier contact" in assess(replace(REGISTERED, grounds=(NO_CONTACT,)), 5).reason
    assert "18/03/2026" in assess(replace(contact, last_contact_on=date(2026, 3, 18)), 5).reason


def test_what_is_written_stays_out_of_reports() -> None:
    assert "mairie" not in repr(Facts(ENTRY, note="Orientée par la mairie."))
