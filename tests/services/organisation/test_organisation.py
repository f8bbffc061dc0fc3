from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import date, datetime

import pytest

from elans_desktop.core import clock
from elans_desktop.core.errors import InputError, PermissionDenied, RuleError
from elans_desktop.services.contact_fields import email_error, siret_remark
from elans_desktop.services.governance import structure_roles, structures
from elans_desktop.services.governance.structure_roles import RoleInput
from elans_desktop.services.governance.structures import StructureInput
from elans_desktop.services.organisation import agreements, organisation, places, professionals, schemes
from elans_desktop.services.organisation.organisation import FunderInput
from elans_desktop.services.organisation.places import PlaceInput
from elans_desktop.services.organisation.professionals import ProfessionalInput
from elans_desktop.services.scope import EVERYTHING, Scope
from elans_desktop.storage.workspace import Workspace
from tests.support.organisation import acting_as, fill
from tests.support.pictures import png

NOW = datetime(2027, 5, 4, 9, 0)


@pytest.fixture
def office(workspace: Workspace) -> Workspace:
    with clock.fixed(NOW):
        fill(workspace)
    return workspace


@pytest.fixture
def agreement_id(office: Workspace) -> uuid.UUID:
    with office.read() as session:
        found = agreements.rows(session)
    return found[0].id


@pytest.mark.parametrize(
    ("siret", "right"),
    [
        ("732 829 320 00074", True),
        ("73282932000075", False),
        ("356 000 000 00048", True),  # La Poste, its head office
        ("356 000 000 49837", True),  # La Poste, elsewhere: another sum
        ("356 000 000 49838", False),
        ("123", False),
        ("", True),
        ("7328293200007A", False),
    ],
)
def test_a_siret_that_does_not_add_up_is_remarked(siret: str, right: bool) -> None:
    assert (siret_remark(siret) is None) is right


@pytest.mark.parametrize("address", ["contact@pressoir.example", "", "a.b+c@d-e.fr"])
def test_plausible_addresses(address: str) -> None:
    assert email_error(address) is None


@pytest.mark.parametrize("address", ["contact", "a@b", "a b@c.fr", "a@b.fr; d@e.fr", "@b.fr"])
def test_impossible_addresses(address: str) -> None:
    assert email_error(address) is not None


def test_a_structure_is_kept_tidy_and_a_doubtful_siret_does_not_prevent_it(office: Workspace) -> None:
    entered = StructureInput(
        name="  Mission   locale ", siret="732 829 320 00075", phone="+33233445566", postcode="61 100"
    )
    with office.write("Ajouter une structure") as session:
        kept = structures.view(session, structures.save(session, entered)).input
    assert (kept.name, kept.siret, kept.phone) == ("Mission locale", "73282932000075", "02 33 44 55 66")
    assert kept.postcode == "61100"
    assert set(structures.remarks(kept)) == {"siret"}


def test_what_cannot_be_kept_is_said_by_field(office: Workspace) -> None:
    with office.write("Ajouter une structure") as session, pytest.raises(InputError) as refused:
        structures.save(session, StructureInput(name=" ", email="personne", short_name="x" * 300))
    assert set(refused.value.fields) == {"name", "email", "short_name"}


def test_roles_follow_agreements(office: Workspace, agreement_id: uuid.UUID) -> None:
    with office.write("Ajouter un membre") as session:
        member = structures.save(session, StructureInput(name="Les Jardins"))
        funder = structures.save(session, StructureInput(name="Département"))
        structure_roles.save(session, RoleInput(member, "membre", agreement_id))
        structure_roles.save(session, RoleInput(funder, "financeur"))
        other = agreements.save(
            session,
            replace(agreements.new_input(session), start=date(2029, 1, 1), end=date(2031, 12, 31)),
        )
        names = [row.name for row in structures.rows(session, role_codes=frozenset({"membre", "financeur"}))]
        assert names == ["Département", "Les Jardins"]
        late = structures.rows(session, agreement_id=other, role_codes=frozenset({"membre", "financeur"}))
        assert [row.name for row in late] == ["Département"]
        assert structures.rows(session)[0].is_ours
        with pytest.raises(InputError, match="avant le début"):
            structure_roles.save(
                session, RoleInput(member, "membre", None, date(2027, 2, 1), date(2027, 1, 1))
            )


def test_our_own_structure_stays_and_only_coordination_changes_it(office: Workspace) -> None:
    with office.write("Archiver") as session:
        ours = structures.ours(session)
        assert ours is not None
        with pytest.raises(RuleError):
            structures.archive(session, ours.id)
    with acting_as(office, "referent"), office.write("Modifier") as session:
        with pytest.raises(PermissionDenied):
            structures.save(session, replace(ours.input, name="Autre"))
        structures.save(session, StructureInput(name="Un prescripteur"))
    with (
        acting_as(office, "consultation"),
        office.write("Modifier") as session,
        pytest.raises(PermissionDenied),
    ):
        structures.save(session, StructureInput(name="Un autre"))


def test_the_header_offers_each_agreement_and_its_years(office: Workspace, agreement_id: uuid.UUID) -> None:
    with clock.fixed(NOW), office.read() as session:
        choices = {choice.label: choice.scope for choice in agreements.scope_choices(session)}
        assert agreements.default_scope(session) == Scope(agreement_id, 2027)
    assert list(choices) == ["O2R 2027–2029", "O2R 2027", "O2R 2028", "O2R 2029", "Tous"]
    assert choices["Tous"] == EVERYTHING
    assert choices["O2R 2027–2029"] == Scope(agreement_id)


def test_after_its_end_an_agreement_is_still_the_current_one_until_the_next(office: Workspace) -> None:
    with office.write("Renouveler") as session:
        first = agreements.rows(session)[0]
        assert agreements.current(session, date(2035, 1, 1)) == first
        second = agreements.save(
            session, replace(agreements.new_input(session), start=date(2030, 1, 1), end=date(2032, 12, 31))
        )
        current = agreements.current(session, date(2031, 6, 1))
        assert current is not None
        assert current.id == second
        with_old_day = agreements.current(session, date(2028, 6, 1))
        assert with_old_day is not None
        assert with_old_day.id == first.id


def test_the_last_agreement_cannot_be_archived(office: Workspace, agreement_id: uuid.UUID) -> None:
    with office.write("Archiver") as session, pytest.raises(RuleError):
        agreements.archive(session, agreement_id)


def test_dates_and_ceiling_of_an_agreement_are_checked(office: Workspace, agreement_id: uuid.UUID) -> None:
    with office.write("Modifier") as session:
        kept = agreements.view(session, agreement_id).input
        for change, field in (
            ({"end": date(2020, 1, 1)}, "end"),
            ({"end": date(2227, 1, 1)}, "end"),
            ({"start": None}, "start"),
            ({"ceiling_rate": 10_001}, "ceiling_rate"),
            ({"scheme_id": None}, "scheme_id"),
        ):
            with pytest.raises(InputError) as refused:
                agreements.save(session, replace(kept, **change))
            assert set(refused.value.fields) == {field}


def test_a_scheme_takes_the_words_of_the_organisation(office: Workspace) -> None:
    with office.write("Changer les mots") as session:
        scheme = schemes.rows(session)[0]
        schemes.rename(session, scheme.id, "O2R Bocage", {"participant": "personne", "member": ""})
        kept = schemes.rows(session)[0]
        assert (kept.label, kept.word("participant"), kept.word("member")) == (
            "O2R Bocage",
            "personne",
            "membre",
        )
        schemes.ensure(session, "o2r")
        assert schemes.rows(session)[0].label == "O2R Bocage"


def test_the_letterhead_names_us_the_lead_and_the_funders_in_order(
    office: Workspace, agreement_id: uuid.UUID
) -> None:
    with office.write("Décrire l’organisation") as session:
        ours = structures.ours(session)
        assert ours is not None
        structures.save(
            session,
            replace(ours.input, address="3 rue du Four\n\nBâtiment B", postcode="61100", commune="Flers"),
        )
        structures.set_logo(session, ours.id, png(64, 64))
        kept = agreements.view(session, agreement_id).input
        agreements.save(session, replace(kept, number="O2R-28", eu_cofunded=True))
        state = organisation.save_funder(session, FunderInput(name="État", caption="Préfecture"))
        organisation.save_funder(session, FunderInput(name="Région", agreement_id=agreement_id))
        organisation.save_funder(session, FunderInput(name="Département"))
        organisation.move_funder(session, state, 1)
        head = organisation.letterhead(session, agreement_id)
    assert head.organisation == "Association Le Pressoir"
    assert head.address == ("3 rue du Four", "Bâtiment B", "61100 Flers")
    assert head.scheme_line == "O2R 2027–2029 – convention n°\u00a0O2R-28"
    assert [mark.name for mark in head.funders] == ["Région", "État", "Département"]
    assert head.logo == png(64, 64)
    assert head.lead_name == ""  # we are the chef de file ourselves
    assert head.eu_cofunded
    with office.read() as session:
        bare = organisation.letterhead(session)
    assert [mark.name for mark in bare.funders] == ["État", "Département"]
    assert bare.scheme_line == ""


def test_a_member_prints_the_name_of_the_lead(office: Workspace, agreement_id: uuid.UUID) -> None:
    with office.write("Ajouter un membre") as session:
        member = structures.save(session, StructureInput(name="Les Jardins", short_name="Jardins"))
        structure_roles.save(session, RoleInput(member, "membre", agreement_id))
        head = organisation.letterhead(session, agreement_id, member)
    assert (head.organisation, head.short_name, head.lead_name) == (
        "Les Jardins",
        "Jardins",
        "Association Le Pressoir",
    )


@pytest.mark.parametrize(
    "content", [b"", b"%PDF-1.7 not a picture", b"\x89PNG\r\n\x1a\nbroken", png(8, 8), png(5000, 10)]
)
def test_what_is_not_a_printable_picture_is_no_logo(office: Workspace, content: bytes) -> None:
    with office.write("Changer le logo") as session:
        ours = structures.ours(session)
        assert ours is not None
        with pytest.raises(InputError) as refused:
            structures.set_logo(session, ours.id, content)
        assert set(refused.value.fields) == {"logo"}


def test_places_and_professionals_are_archived_not_lost(office: Workspace) -> None:
    with office.write("Ajouter") as session:
        place = places.save(session, PlaceInput(name="Salle des fêtes", commune="Flers", capacity=40))
        person = professionals.save(
            session, ProfessionalInput(last_name="Bazin", first_name="Lucie", is_trainer=True)
        )
        assert places.rows(session)[0].label == "Salle des fêtes, Flers"
        assert [row.natural_name for row in professionals.rows(session, trainers=True)] == ["Lucie Bazin"]
        places.archive(session, place)
        professionals.archive(session, person)
        assert places.rows(session) == ()
        assert professionals.rows(session, trainers=True) == ()
        assert places.rows(session, archived=True)[0].archived
        assert professionals.names(session)[person] == "Lucie Bazin"
        places.unarchive(session, place)
        assert len(places.rows(session)) == 1


def test_a_professional_who_left_is_offered_no_more_after_that_day(office: Workspace) -> None:
    with office.write("Ajouter") as session:
        professionals.save(
            session,
            ProfessionalInput(
                last_name="Perret", is_trainer=True, start=date(2026, 1, 1), end=date(2026, 6, 30)
            ),
        )
        assert len(professionals.rows(session, trainers=True, on=date(2026, 6, 30))) == 1
        assert professionals.rows(session, trainers=True, on=date(2026, 7, 1)) == ()


def test_bad_places_and_professionals_are_refused_by_field(office: Workspace) -> None:
    with office.write("Ajouter") as session:
        with pytest.raises(InputError) as place:
            places.save(session, PlaceInput(name="", capacity=0))
        with pytest.raises(InputError) as person:
            professionals.save(
                session, ProfessionalInput(email="x", start=date(2027, 1, 2), end=date(2027, 1, 1))
            )
    assert set(place.value.fields) == {"name", "capacity"}
    assert set(person.value.fields) == {"last_name", "email", "end"}
