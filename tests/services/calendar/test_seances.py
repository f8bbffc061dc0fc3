from __future__ import annotations

from collections.abc import Generator
from datetime import date, datetime

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from elans_desktop.core import clock
from elans_desktop.core.errors import InputError, RuleError
from elans_desktop.models.activities import Seance
from elans_desktop.services.calendar import activities, enrolments, seances, series
from elans_desktop.services.calendar.activities import ActivityFilters, ActivityInput
from elans_desktop.services.calendar.recurrence import Recurrence
from elans_desktop.services.calendar.seances import SeanceFilters, SeanceInput, SlotInput
from elans_desktop.services.calendar.series import Left
from elans_desktop.services.presences import attendance
from elans_desktop.services.presences.attendance import PresenceInput
from elans_desktop.services.scope import EVERYTHING, Scope
from elans_desktop.storage.workspace import Workspace
from tests.support import calendar_world
from tests.support.calendar_world import World

TUESDAY = date(2027, 5, 4)


@pytest.fixture
def session(workspace: Workspace) -> Generator[Session]:
    with workspace.write("Essai") as session, clock.fixed(datetime(2027, 5, 4, 9, 14)):
        yield session


@pytest.fixture
def world(session: Session) -> World:
    return calendar_world.build(session)


def errors_of(session: Session, data: SeanceInput) -> dict[str, str]:
    with pytest.raises(InputError) as caught:
        seances.save(session, data)
    return caught.value.fields


def numbers(session: Session, activity_id: object) -> dict[date, int]:
    found = session.query(Seance).filter(Seance.activity_id == activity_id)
    return {seance.day: seance.number for seance in found}


def test_kind_is_proposed_from_the_start_and_can_be_chosen(session: Session, world: World) -> None:
    assert [seances.proposed_kind(m) for m in (0, 749, 750, 1079, 1080)] == [
        "matin", "matin", "apres_midi", "apres_midi", "soir",
    ]  # fmt: skip
    activity = calendar_world.activity(session, world)
    slots = (SlotInput(13 * 60, 14 * 60, "matin"), SlotInput(9 * 60, 12 * 60), SlotInput(18 * 60, 20 * 60))
    made = seances.save(session, SeanceInput(activity, TUESDAY, slots))
    card = seances.view(session, made).card
    assert [(s.start, s.kind) for s in card.slots] == [(540, "matin"), (780, "matin"), (1080, "soir")]
    assert card.minutes == 360


def test_each_wrong_field_has_its_sentence(session: Session, world: World) -> None:
    activity = calendar_world.activity(session, world)
    fields = errors_of(
        session,
        SeanceInput(
            activity,
            None,
            (SlotInput(600, 540), SlotInput(None, 60), SlotInput(1300, 1500), SlotInput(60, None)),
        ),
    )
    assert set(fields) == {"day", "slots.0.end", "slots.1.start", "slots.2.end", "slots.3.end"}
    assert "minuit" in fields["slots.2.end"]
    overlapping = SeanceInput(activity, TUESDAY, (SlotInput(540, 720), SlotInput(700, 800)))
    assert set(errors_of(session, overlapping)) == {"slots.1.start"}
    assert set(errors_of(session, SeanceInput(None, TUESDAY, ()))) == {"activity_id", "slots"}


def test_numbers_follow_the_days_and_leave_out_the_cancelled(session: Session, world: World) -> None:
    activity = calendar_world.activity(session, world)
    days = [date(2027, 5, 18), date(2027, 5, 4), date(2027, 5, 11)]
    made = {day: calendar_world.seance(session, world, activity, day) for day in days}
    assert numbers(session, activity) == {days[1]: 1, days[2]: 2, days[0]: 3}
    seances.cancel(session, made[days[2]], "Formateur malade")
    assert numbers(session, activity) == {days[1]: 1, days[2]: 0, days[0]: 2}
    card = seances.view(session, made[days[2]]).card
    assert (card.state, card.state_reason, card.total) == (seances.CANCELLED, "Formateur malade", 2)
    seances.plan_again(session, made[days[2]])
    assert numbers(session, activity)[days[2]] == 2
    seances.move(session, made[days[1]], date(2027, 6, 1), start=10 * 60)
    moved = seances.view(session, made[days[1]]).card
    assert (moved.number, [(s.start, s.end) for s in moved.slots]) == (3, [(600, 780), (900, 1080)])
    with pytest.raises(InputError):
        seances.move(session, made[days[1]], date(2027, 6, 1), start=22 * 60)
    with pytest.raises(InputError):
        seances.cancel(session, made[days[0]], "  ")


def test_postponing_keeps_the_day_and_makes_the_same_seance_later(session: Session, world: World) -> None:
    activity = calendar_world.activity(session, world)
    first = calendar_world.seance(session, world, activity, TUESDAY)
    later = seances.postpone(session, first, "Neige", date(2027, 5, 6))
    assert later is not None
    old, new = seances.view(session, first).card, seances.view(session, later).card
    assert (old.state, old.number, new.number, new.total) == (seances.POSTPONED, 0, 1, 1)
    assert [(s.start, s.end, s.trainers) for s in new.slots] == [
        (s.start, s.end, s.trainers) for s in old.slots
    ]


def test_weekly_repetition_skips_bank_holidays_and_says_so(session: Session, world: World) -> None:
    activity = calendar_world.activity(session, world)
    data = SeanceInput(activity, date(2027, 4, 29), (SlotInput(840, 1020, None, (world.trainers[0],)),))
    made = series.create(session, data, Recurrence(until=date(2027, 5, 20)))
    assert made.skipped == (Left(date(2027, 5, 6), "Ascension"),)
    assert sorted(numbers(session, activity)) == [date(2027, 4, 29), date(2027, 5, 13), date(2027, 5, 20)]
    view = seances.view(session, made.ids[-1])
    assert (view.series, view.card.number, view.card.total) == ("tous les jeudis", 3, 3)
    assert [t.name for t in view.card.trainers] == ["Jonas Prével"]


def test_week_warns_about_what_is_booked_twice(session: Session, world: World) -> None:
    bike = calendar_world.activity(session, world, "Atelier vélo", people=9, capacity=8)
    resume = calendar_world.activity(session, world, "Atelier CV", brique="A", people=2, structure=1)
    calendar_world.seance(session, world, bike, TUESDAY, (14, 17))
    calendar_world.seance(session, world, resume, TUESDAY, (13, 16), place=1)
    calendar_world.seance(session, world, resume, date(2027, 5, 6), (9, 12), place=None, trainers=())
    view = seances.week(session, EVERYTHING, TUESDAY)
    assert view.first == date(2027, 5, 3)
    assert len(view.days) == 6
    assert view.days[3].bank_holiday == "Ascension"
    resume_card, bike_card, holiday_card = view.seances
    assert [w.kind for w in bike_card.warnings] == ["trainer", "participant", "capacity"]
    assert bike_card.warnings[0].other_id == resume_card.id
    assert "Jonas Prével anime aussi «\u00a0Atelier CV\u00a0» à Flers" in bike_card.warnings[0].sentence
    assert bike_card.conflict
    assert [w.kind for w in holiday_card.warnings] == ["holiday", "no_trainer"]
    assert not holiday_card.conflict


def test_sunday_shows_only_when_used(session: Session, world: World) -> None:
    activity = calendar_world.activity(session, world)
    calendar_world.seance(session, world, activity, date(2027, 5, 9), (10, 16))
    assert len(seances.week(session, EVERYTHING, TUESDAY).days) == 7
    assert len(seances.week(session, Scope(agreement_id=world.structures[0]), TUESDAY).days) == 6


def test_rows_follow_the_filters(session: Session, world: World) -> None:
    bike = calendar_world.activity(session, world, "Atelier vélo")
    resume = calendar_world.activity(session, world, "Atelier CV", brique="A", structure=1)
    calendar_world.seance(session, world, bike, TUESDAY, trainers=(1,))
    calendar_world.seance(session, world, resume, date(2026, 12, 1), place=1)

    def titles(**wanted: object) -> list[str]:
        return [card.name for card in seances.rows(session, SeanceFilters(**wanted))]  # pyright: ignore[reportArgumentType]

    assert titles() == ["Atelier CV", "Atelier vélo"]
    assert titles(latest_first=True, limit=1) == ["Atelier vélo"]
    assert titles(scope=Scope(year=2026)) == ["Atelier CV"]
    assert titles(trainer_id=world.trainers[1]) == ["Atelier vélo"]
    assert titles(place_id=world.places[1]) == ["Atelier CV"]
    assert titles(brique_codes=frozenset("M")) == ["Atelier vélo"]
    assert titles(structure_id=world.structures[1]) == ["Atelier CV"]
    assert titles(text="velo") == ["Atelier vélo"]
    assert titles(start=TUESDAY, end=TUESDAY) == ["Atelier vélo"]


def test_a_seance_with_presences_is_cancelled_not_deleted(session: Session, world: World) -> None:
    activity = calendar_world.activity(session, world, people=2)
    made = calendar_world.seance(session, world, activity, TUESDAY, (8, 9))
    slot = seances.view(session, made).card.slots[0]
    attendance.set_presences(session, [PresenceInput(world.people[0], slot.id, "A")])
    with pytest.raises(RuleError, match="présences"):
        seances.delete(session, made)
    removed = SeanceInput(activity, TUESDAY, (SlotInput(600, 660),), id=made)
    with pytest.raises(RuleError, match="créneau"):
        seances.save(session, removed)
    attendance.set_presences(session, [PresenceInput(world.people[0], slot.id, None)])
    seances.delete(session, made)
    assert numbers(session, activity) == {}


def test_editing_keeps_the_slots_that_stay(session: Session, world: World) -> None:
    activity = calendar_world.activity(session, world)
    made = calendar_world.seance(session, world, activity, TUESDAY)
    morning, afternoon = seances.view(session, made).card.slots
    kept = SlotInput(870, 1020, afternoon.kind, (world.trainers[1], world.trainers[2]), afternoon.id)
    seances.save(session, SeanceInput(activity, TUESDAY, (kept,), world.places[1], "Freins", id=made))
    card = seances.view(session, made).card
    assert [slot.id for slot in card.slots] == [afternoon.id]
    assert [trainer.last_name for trainer in card.trainers] == ["Lefort", "Tanguy"]
    assert (card.name, card.place_commune) == ("Freins", "Flers")
    assert morning.id not in {slot.id for slot in card.slots}


def test_activities_are_listed_with_their_counts(session: Session, world: World) -> None:
    bike = calendar_world.activity(session, world, "Atelier vélo", people=3)
    calendar_world.seance(session, world, bike, date(2027, 5, 11))
    calendar_world.seance(session, world, bike, date(2027, 4, 6))
    (row,) = activities.rows(session, ActivityFilters(text="VELO"))
    assert (row.seances, row.enrolled, row.next_day) == (2, 3, date(2027, 5, 11))
    with pytest.raises(RuleError):
        activities.delete(session, bike)
    activities.archive(session, bike)
    assert activities.rows(session) == ()
    with pytest.raises(InputError) as caught:
        activities.save(session, ActivityInput(" ", None, None, capacity=0))
    assert set(caught.value.fields) == {"title", "agreement_id", "structure_id", "capacity"}


def test_enrolments_hold_on_their_days(session: Session, world: World) -> None:
    activity = calendar_world.activity(session, world, people=2)
    calendar_world.seance(session, world, activity, date(2027, 4, 6))
    late, leaving = world.people[2], world.people[0]
    assert enrolments.enrol(session, activity, [late, world.people[1]], since=TUESDAY) == 1
    assert enrolments.withdraw(session, activity, [leaving], last_day=date(2027, 4, 30)) == 1

    def there(day: date) -> set[object]:
        return {p.participant_id for p in enrolments.expected(enrolments.enrolments(session, activity), day)}

    assert there(date(2027, 4, 6)) == {leaving, world.people[1]}
    assert there(TUESDAY) == {late, world.people[1]}
    assert there(date(2027, 6, 1)) == {late, world.people[1]}
    assert leaving in {person.id for person in enrolments.candidates(session, activity, "aubert")}
    assert enrolments.enrol(session, activity, [leaving], since=date(2027, 6, 1)) == 1
    assert leaving in there(date(2027, 6, 8))
    assert leaving not in there(TUESDAY)


def test_a_span_is_read_in_as_many_selects_whatever_it_holds(
    workspace: Workspace, session: Session, world: World
) -> None:
    def asked(full: bool) -> int:
        seen: list[str] = []
        bind = session.get_bind()

        def note(*call: object) -> None:
            seen.append(str(call[2]))

        event.listen(bind, "before_cursor_execute", note)
        seances.span(session, EVERYTHING, *seances.month_days(TUESDAY), full=full)
        event.remove(bind, "before_cursor_execute", note)
        return len(seen)

    first = calendar_world.activity(session, world, people=2)
    for day in (3, 4):
        calendar_world.seance(session, world, first, date(2027, 5, day), (9, 12))
    few = asked(True), asked(False)
    for title in ("Cuisine", "Jardin", "Couture"):
        other = calendar_world.activity(session, world, title, people=6)
        for day in range(3, 29):
            calendar_world.seance(session, world, other, date(2027, 5, day), (9, 12), (14, 17))
    assert (asked(True), asked(False)) == few
    assert few[1] < few[0], "a month asks for less: neither people, presences nor sheets"


def test_a_month_is_drawn_in_whole_weeks() -> None:
    assert seances.month_days(date(2027, 2, 14)) == (date(2027, 2, 1), date(2027, 2, 28))
    assert seances.month_days(date(2027, 5, 31)) == (date(2027, 4, 26), date(2027, 6, 6))
