"""The French words of the history of a person, table by table; each area declares its own."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from elans_desktop.services.history import history_words_people, history_words_privacy, history_words_support
from elans_desktop.services.history.history_tables import TableWords

LISTS = {
    "resources": "ressources",
    "mobility": "mobilité",
    "digital_equipment": "équipement numérique",
    "iae_criteria": "critères IAE",
}
"""Lists of the ticked answers of a situation, in words."""

_WORDS = (*history_words_people.WORDS, *history_words_support.WORDS, *history_words_privacy.WORDS)

TABLES: Mapping[str, TableWords] = MappingProxyType({words.table: words for words in _WORDS})
"""Tables that the history of a person tells."""
