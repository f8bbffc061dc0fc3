"""Filters of the list of people: shipped, chosen by a value, and one's own under a name."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import event, func, select

from elans_desktop.core import clock
from elans_desktop.core.errors import InputError, PermissionDenied
from elans_desktop.models.activities import SeanceSlot
from elans_desktop.models.journal import Operation
from elans_desktop.models.organisation import Structure
from elans_desktop.models.participants import DetectionContact, Pathway, PathwaySuspension
from elans_desktop.models.support import Interview
from elans_desktop.services.calendar import activities, enrolments, seances
from elans_desktop.services.calendar.activities import ActivityInput
from elans_desktop.services.calendar.seances import SeanceInput, SlotInput
from elans_desktop.services.organisation import settings
from elans_desktop.services.participants import participants, people_facts, people_filters, saved_filters
from elans_desktop.services.participants.people_filters import Words
from elans_desktop.services.participants.saved_filters import SavedFilter
from elans_desktop.services.presences import attendance
from elans_desktop.services.presences.attendance import PresenceInput
from elans_desktop.services.privacy import person_requests
from elans_desktop.services.privacy.person_requests import RequestInput
from elans_desktop.services.scope import Scope
from elans_desktop.storage.workspace import Workspace
from tests.storage.rows import make
from tests.support.organisation import acting_as, fill
from tests.support.people import NOW, add_pathway, add_person

TODAY = NOW.date()


@pytest.fixture
def agreement(workspace: Workspace) -> Iterator[uuid.UUID]:
    with clock.fixed(NOW):
        yield fill(workspace)


class Listed:
    """The list as it is filtered."""

    def __init__(self, workspace: Workspace, scope: Scope) -> None:
        with workspace.read() as session:
            self.words: Words = people_filters.words(session)
            self.rows = participants.rows(session, scope, archived=True)
            self.facts = people_facts.facts(session, scope)

    def named(self, key: str) -> set[str]:
        test = people_filters.test_of(key, self.words, self.facts)
        return {row.name.split()[0] for row in self.rows if test(row)}

    def label(self, key: str) -> str:
        return people_filters.label_of(key, self.words, self.rows, self.facts)

    def values(self, kind: str) -> list[tuple[str, int]]:
        return [(v.label, v.count) for v in people_filters.values(kind, self.words, self.rows, self.facts)]


def listed(workspace: Workspace, scope: Scope | None = None) -> Listed:
    return Listed(workspace, scope or Scope())


def days_ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def test_the_silent_are_those_nobody_met_for_thirty_days(workspace: Workspace, agreement: uuid.UUID) -> None:
    def entered(name: str, days: int, **more: Any) -> uuid.UUID:
        person = add_person(workspace, name, "")
        entry = days_ago(days)
        add_pathway(workspace, person, agreement, [("M", entry, None)], entry_on=entry, **more)
        return person

    entered("Oubliée", 200)
    entered("Nouvelle", 29)
    met, seen, talked, spotted = (entered(name, 200) for name in ("Croisée", "Venue", "Reçue", "Repérée"))
    entered("Sortie", 200, exit_on=days_ago(50), exit_code="A2")
    paused = entered("Suspendue", 200)
    never = add_person(workspace, "Jamais", "")
    old = add_person(workspace, "Ancienne", "")
    with workspace.write("Noter") as session:
        for person, days in ((met, 30), (spotted, 29), (old, 90)):
            session.add(make(DetectionContact, participant_id=person, day=days_ago(days)))
        session.add(make(Interview, participant_id=talked, day=days_ago(3)))
        session.add(make(Interview, participant_id=met, day=TODAY + timedelta(days=4)))
        structure = session.scalars(select(Structure)).one()
        activity = activities.save(session, ActivityInput("Jardin", agreement, structure.id))
        enrolments.enrol(session, activity, [seen, paused])
        seances.save(session, SeanceInput(activity, days_ago(5), (SlotInput(540, 720),)))
    with workspace.write("Saisir") as session:
        slot = session.scalars(select(SeanceSlot.id)).one()
        attendance.set_presences(session, [PresenceInput(seen, slot, "P"), PresenceInput(paused, slot, "I")])
    with workspace.write("Suspendre") as session:
        pathway = session.scalars(select(Pathway.id).where(Pathway.participant_id == paused)).one()
        session.add(PathwaySuspension(pathway_id=pathway, start_on=days_ago(10), end_on=None, reason=""))
    found = listed(workspace)
    assert found.named("silent") == {"Oubliée", "Croisée", "Ancienne"}
    assert found.label("silent") == "Sans nouvelle depuis 30\u00a0j"
    assert found.facts[seen].last_on == days_ago(5)
    assert found.facts[met].last_on == days_ago(30), "an appointment to come is no news"
    assert found.facts[never].last_on is None
    with workspace.write("Régler") as session:
        settings.save(session, "silence_days", 60)
    assert listed(workspace).named("silent") == {"Oubliée", "Ancienne"}


def test_people_are_filtered_by_referent_member_brique_commune_and_zone(
    workspace: Workspace, agreement: uuid.UUID
) -> None:
    me = workspace.actor.professional_id
    with workspace.read() as session:
        ours = session.scalars(select(Structure)).one().id
    entry = days_ago(40)
    blin = add_person(workspace, "Blin", "", commune="Flers", zone="qpv")
    cisse = add_person(workspace, "Cissé", "", commune="Vire")
    add_person(workspace, "Duval", "")
    add_pathway(
        workspace, blin, agreement, [("M", entry, None)], entry_on=entry, referent_id=me, member_id=ours
    )
    add_pathway(workspace, cisse, agreement, [("A", entry, None)], entry_on=entry)
    found = listed(workspace)
    assert me is not None
    for key, names in (
        (f"referent:{me.hex}", {"Blin"}),
        ("referent:none", {"Cissé", "Duval"}),
        ("mine", {"Blin"}),
        (f"member:{ours.hex}", {"Blin"}),
        ("member:none", {"Cissé", "Duval"}),
        ("brique:M", {"Blin"}),
        ("brique:A", {"Cissé"}),
        ("brique:none", {"Duval"}),
        ("commune:Flers", {"Blin"}),
        ("commune:none", {"Duval"}),
        ("zone:qpv", {"Blin"}),
        ("status:accompagnement", {"Cissé"}),
        ("open", {"Blin", "Cissé", "Duval"}),
    ):
        assert found.named(key) == names, key
    assert found.values("commune") == [("Flers", 1), ("Vire", 1), ("Sans commune", 1)]
    assert found.values("referent")[-1] == ("Sans référent", 2)
    assert found.label(f"referent:{me.hex}") == "Camille Essai"
    assert found.label(f"referent:{uuid.uuid4().hex}") == "Référent parti"
    assert found.label("commune:none") == "Sans commune"
    assert found.values("brique")[0][0] == found.label("brique:A")
    with pytest.raises(KeyError):
        found.named("autre")


def test_those_who_object_are_found_and_told_to_what(workspace: Workspace, agreement: uuid.UUID) -> None:
    for name, contact, sharing in (("Aubert", True, False), ("Blin", True, True), ("Caron", False, False)):
        person = add_person(workspace, name, "Rémi")
        asked = RequestInput(
            person,
            kind_code="opposition",
            received_on=TODAY,
            opposes_contact=contact,
            opposes_sharing=sharing,
        )
        if contact:
            with workspace.write("Noter une demande") as session:
                person_requests.save(session, asked)
    found = listed(workspace)
    assert found.named("opposed") == {"Aubert", "Blin"}
    assert found.label("opposed") == "Avec une opposition"
    told = {row.name.split()[0]: found.facts[row.id].opposes for row in found.rows}
    assert told == {"Aubert": "appels et courriers", "Blin": "appels, courriers et listes", "Caron": ""}


def test_the_limit_and_what_is_missing(workspace: Workspace, agreement: uuid.UUID) -> None:
    near = add_person(workspace, "Proche", "")
    add_pathway(workspace, near, agreement, entry_on=date(2026, 8, 18))
    far = add_person(workspace, "Loin", "")
    add_pathway(workspace, far, agreement, entry_on=date(2027, 4, 1))
    found = listed(workspace)
    assert found.named("limit") == {"Proche"}
    assert found.named("incomplete") == {"Proche", "Loin"}


def test_the_facts_of_one_person_are_those_of_the_list(workspace: Workspace, agreement: uuid.UUID) -> None:
    person = add_person(workspace, "Blin", "", phone="0611223344", sex="femme")
    add_person(workspace, "Cissé", "")
    with workspace.read() as session:
        alone = people_facts.facts(session, participant_id=person)
        assert alone == {person: people_facts.facts(session)[person]}
    assert alone[person].phone == "06 11 22 33 44"
    assert "06 11" not in repr(alone)
    with acting_as(workspace, "consultation"), workspace.read() as session, pytest.raises(PermissionDenied):
        people_facts.facts(session)


def test_the_number_of_reads_does_not_follow_the_number_of_people(
    workspace: Workspace, agreement: uuid.UUID
) -> None:
    def reads() -> int:
        seen: list[str] = []
        with workspace.read() as session:
            engine = session.get_bind()

            def count(_conn: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
                seen.append(statement)

            event.listen(engine, "before_cursor_execute", count)
            people_facts.facts(session)
            event.remove(engine, "before_cursor_execute", count)
        return len(seen)

    add_person(workspace, "Un", "")
    few = reads()
    for rank in range(8):
        entry = days_ago(rank)
        person = add_person(workspace, f"Nom{rank}", "")
        add_pathway(workspace, person, agreement, [("M", entry, None)], entry_on=entry)
    assert reads() == few


def test_one_s_own_filters_are_kept_under_their_name(workspace: Workspace, agreement: uuid.UUID) -> None:
    def operations() -> int:
        with workspace.read() as session:
            return session.scalar(select(func.count()).select_from(Operation)) or 0

    before = operations()
    with workspace.write("Filtre") as session:
        saved_filters.save(session, SavedFilter("  Mes   silencieux ", ("open", "mine", "silent"), "vire"))
        saved_filters.save(session, SavedFilter("À revoir", ("incomplete",)))
        saved_filters.save(session, SavedFilter("mes silencieux", ("silent",)))
    assert operations() == before, "what the screen remembers is no operation"
    with workspace.read() as session:
        found = saved_filters.saved(session)
    assert [(each.name, each.keys) for each in found] == [
        ("À revoir", ("incomplete",)),
        ("mes silencieux", ("silent",)),
    ]
    assert "vire" not in repr(SavedFilter("x", (), "vire"))
    with workspace.write("Filtre") as session:
        saved_filters.forget(session, "À revoir")
        with pytest.raises(InputError):
            saved_filters.save(session, SavedFilter(" … ", ("open",)))
        with pytest.raises(InputError):
            saved_filters.save(session, SavedFilter("x" * 41, ("open",)))
    with workspace.read() as session:
        assert [each.name for each in saved_filters.saved(session)] == ["mes silencieux"]
