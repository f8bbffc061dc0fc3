from __future__ import annotations

from datetime import date

import pytest

from elans_desktop.core.errors import InputError, PermissionDenied
from elans_desktop.services.calendar import calendar_days
from elans_desktop.services.organisation import communes, settings
from elans_desktop.storage.workspace import Workspace
from tests.support.organisation import acting_as, fill


@pytest.fixture
def office(workspace: Workspace) -> Workspace:
    fill(workspace)
    return workspace


def test_a_setting_comes_back_to_its_origin(office: Workspace) -> None:
    with office.write("Changer une règle") as session:
        settings.save(session, "silence_days", 45)
        assert settings.integer(session, "silence_days") == 45
        changed = [row.name for row in settings.rows(session) if row.changed]
        assert changed == ["silence_days"]
        settings.reset(session, "silence_days")
    with office.read() as session:
        assert settings.integer(session, "silence_days") == 30
        assert settings.lock_minutes(session) == 10


def test_several_settings_are_kept_together_or_not_at_all(office: Workspace) -> None:
    with office.write("Régler") as session:
        with pytest.raises(InputError) as refused:
            settings.save_all(
                session, {"auto_lock_minutes": 5, "school_zone": "Z", "backup_budget_mb": "beaucoup"}
            )
        assert set(refused.value.fields) == {"school_zone", "backup_budget_mb"}
        assert settings.lock_minutes(session) == 10


def test_only_coordination_changes_the_settings(office: Workspace) -> None:
    with acting_as(office, "referent"), office.write("Régler") as session, pytest.raises(PermissionDenied):
        settings.save(session, "silence_days", 45)


def test_public_holidays_have_french_names_and_depend_on_the_place() -> None:
    metropole = calendar_days.public_holidays(2027)
    assert metropole[date(2027, 3, 29)] == "Lundi de Pâques"
    assert metropole[date(2027, 1, 1)] == "Jour de l’an"
    assert len(metropole) == 11
    assert date(2027, 12, 26) in calendar_days.public_holidays(2027, "57")
    assert date(2027, 12, 26) not in metropole
    for zone in calendar_days.HOLIDAY_ZONES:
        assert len(calendar_days.public_holidays(2027, zone)) >= 11


def test_special_days_follow_the_settings(office: Workspace) -> None:
    with office.write("Choisir la zone") as session:
        settings.save_all(session, {"holiday_zone": "57", "school_zone": "C"})
        easter = calendar_days.special_days(session, date(2027, 3, 26), date(2027, 3, 29))
        assert [day.label for day in easter[date(2027, 3, 26)] if day.kind == "ferie"] == ["Vendredi saint"]
        zone_c = calendar_days.school_holidays("C", date(2027, 2, 1), date(2027, 3, 15))
        shown = calendar_days.special_days(session, zone_c[0].start, zone_c[0].end)
        assert {day for day, found in shown.items() if any(d.kind == "vacances" for d in found)} == {
            date.fromordinal(n) for n in range(zone_c[0].start.toordinal(), zone_c[0].end.toordinal() + 1)
        }


def test_homonyms_are_told_apart_and_the_most_peopled_comes_first() -> None:
    found = communes.search("saint-denis")
    assert [c.department for c in found[:2]] == ["La Réunion", "Seine-Saint-Denis"]
    assert len({c.label for c in found}) == len(found)


@pytest.mark.parametrize(
    ("typed", "insee"),
    [
        ("flers", "61169"),
        ("ST LO", "50502"),
        ("l'haÿ les roses", "94038"),
        ("61169", "61169"),
        ("2a004", "2A004"),
        ("œ", ""),
    ],
)
def test_communes_are_found_as_people_type_them(typed: str, insee: str) -> None:
    found = communes.search(typed)
    assert not insee or found[0].insee == insee


def test_a_postcode_gives_its_communes() -> None:
    found = communes.search("61100")
    assert found[0].name == "Flers"
    assert all("61100" in commune.postcodes or commune.insee == "61100" for commune in found)


def test_a_former_commune_leads_to_the_present_one() -> None:
    found = communes.search("Condé-sur-Noireau")[0]
    assert (found.name, found.former_name) == ("Condé-en-Normandie", "Condé-sur-Noireau")
    moved = communes.by_insee("72242")
    assert moved is not None
    assert moved.insee == "72196"


def test_an_exact_name_with_its_postcode_is_one_commune() -> None:
    assert len(communes.named("Saint-Denis")) > 1
    assert [c.insee for c in communes.named("SAINT DENIS", "93200")] == ["93066"]
    assert communes.named("Nulle-Part-sur-Rien") == ()
