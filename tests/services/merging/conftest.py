"""A filled classeur, and two files of one person in it."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import date

import pytest

from elans_desktop.core import clock
from elans_desktop.storage.workspace import Workspace
from tests.support.organisation import fill
from tests.support.people import NOW, add_person


@pytest.fixture
def agreement(workspace: Workspace) -> Iterator[uuid.UUID]:
    with clock.fixed(NOW):
        yield fill(workspace)


@pytest.fixture
def zoe(workspace: Workspace, agreement: uuid.UUID) -> uuid.UUID:
    return add_person(workspace, "Éluard", "Zoé", birth_date=date(1998, 3, 12), commune="Flers", notes="Une.")


@pytest.fixture
def twin(workspace: Workspace, agreement: uuid.UUID) -> uuid.UUID:
    return add_person(workspace, "Eluard", "Zoe", phone="06 11 22 33 44", notes="Deux.", commune="Argentan")
