"""What each funder asks of a file, what is missing, and the 35 % line of the whole scheme."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import event

from elans_desktop.core import clock
from elans_desktop.core.errors import InputError, PermissionDenied, RuleError
from elans_desktop.models.privacy import Attachment, SensitiveRecord
from elans_desktop.services.organisation import settings
from elans_desktop.services.participants import (
    completeness,
    completeness_items,
    completeness_lists,
    participants,
)
from elans_desktop.services.participants.completeness import FileCompleteness, SchemeCompleteness
from elans_desktop.services.participants.completeness_lists import ChecklistInput
from elans_desktop.services.pathways import pathways, situations
from elans_desktop.services.pathways.situations import SituationInput
from elans_desktop.services.scope import EVERYTHING, Scope
from elans_desktop.storage.workspace import Workspace
from tests.support.organisation import acting_as, fill
from tests.support.people import NOW, add_pathway, add_person

IDENTITY: dict[str, Any] = {
    "birth_date": date(1996, 1, 1),
    "sex": "femme",
    "nationality": "francaise",
    "domiciliation": "CCAS de Flers",
    "commune": "Flers",
    "email": "lucie@exemple.fr",
    "information_given_on": date(2027, 5, 1),
}
ANSWERS: dict[str, Any] = {
    "family": "celibataire",
    "housing": "chez_tiers",
    "education": "brevet",
    "employment": "inactif",
}


@pytest.fixture
def agreement(workspace: Workspace) -> Iterator[uuid.UUID]:
    with clock.fixed(NOW):
        yield fill(workspace)


def of_person(workspace: Workspace, person: uuid.UUID, code: str) -> FileCompleteness:
    with workspace.read() as session:
        return next(one for one in completeness.of_person(session, person, EVERYTHING) if one.code == code)


def missing(workspace: Workspace, person: uuid.UUID, code: str) -> list[str]:
    return [item.code for item in of_person(workspace, person, code).missing]


def of_scheme(workspace: Workspace, code: str, scope: Scope = EVERYTHING) -> SchemeCompleteness:
    with workspace.read() as session:
        return next(one for one in completeness.of_scheme(session, scope) if one.code == code)


def note(workspace: Workspace, pathway: uuid.UUID, moment: str, **answers: Any) -> None:
    with workspace.write("Noter") as session:
        situations.save(session, SituationInput(pathway, moment, **answers))


def test_nothing_of_the_pathway_is_asked_before_the_entry(workspace: Workspace, agreement: uuid.UUID) -> None:
    person = add_person(workspace, "Bazin", "Lucie", **IDENTITY)
    assert of_person(workspace, person, "dossier").percent == 100
    add_pathway(workspace, person, agreement, [("R", date(2027, 4, 1), None)])
    assert missing(workspace, person, "dossier") == []


def test_of_one_who_left_without_entering_the_reason_alone_is_asked(
    workspace: Workspace, agreement: uuid.UUID
) -> None:
    person = add_person(workspace, "Bazin", "Lucie", **IDENTITY)
    met = date(2027, 1, 4)
    add_pathway(workspace, person, agreement, [("R", met, None)], exit_on=date(2027, 2, 1), exit_code="A2")
    file = of_person(workspace, person, "dossier")
    assert (file.asked, file.percent) == (10, 100)


def test_the_points_come_with_the_moments_of_the_pathway(workspace: Workspace, agreement: uuid.UUID) -> None:
    person = add_person(workspace, "Bazin", "Lucie", **IDENTITY)
    pathway = add_pathway(workspace, person, agreement, [("M", date(2026, 3, 2), None)])
    assert missing(workspace, person, "dossier") == ["entry_on", "referent", "entry_situation"]
    with workspace.read() as session:
        known = pathways.of_participant(session, person)[0].input
    me = workspace.actor.professional_id
    left = replace(
        known, entry_on=date(2026, 3, 2), referent_id=me, exit_on=date(2026, 10, 30), exit_code="E1"
    )
    with workspace.write("Sortie") as session:
        pathways.save(session, left)
    note(workspace, pathway, situations.ENTRY)
    assert missing(workspace, person, "dossier") == ["exit_situation"]
    assert "later_situation" in missing(workspace, person, "fse"), "left for six months"
    note(workspace, pathway, situations.EXIT)
    assert of_person(workspace, person, "dossier").percent == 100
    with workspace.write("Sortie") as session:
        pathways.save(session, replace(left, exit_on=date(2026, 11, 5)))
    assert "later_situation" not in missing(workspace, person, "fse"), "a day before the six months"


def test_fse_asks_answers_and_a_way_to_reach_the_person(workspace: Workspace, agreement: uuid.UUID) -> None:
    identity = IDENTITY | {"email": ""}
    person = add_person(workspace, "Bazin", "Lucie", **identity)
    pathway = add_pathway(workspace, person, agreement, entry_on=date(2027, 1, 4))
    note(workspace, pathway, situations.ENTRY, **ANSWERS | {"housing": None})
    assert missing(workspace, person, "fse") == ["reach_or_referent", "entry_housing"]
    with workspace.write("Compléter") as session:
        known = participants.view(session, person).input
        participants.save(session, replace(known, reachable_referent="CCAS de Flers, 02 33 00 00 00"))
    assert missing(workspace, person, "fse") == ["entry_housing"]
    assert "reach" in missing(workspace, person, "dossier"), "the file itself asks for the person's own"


def test_no_wish_to_answer_completes_and_not_asked_does_not(
    workspace: Workspace, agreement: uuid.UUID
) -> None:
    silent = IDENTITY | {"nationality": "non_reponse"}
    person = add_person(workspace, "Bazin", "Lucie", **silent)
    pathway = add_pathway(workspace, person, agreement, entry_on=date(2027, 1, 4))
    unsaid = {"family": "non_reponse", "housing": "non_reponse"}
    note(workspace, pathway, situations.ENTRY, resources=("non_renseignees",), **ANSWERS | unsaid)
    assert missing(workspace, person, "fse") == []
    assert missing(workspace, person, "departement") == ["referent", "entry_resources"]
    note(workspace, pathway, situations.ENTRY, resources=("non_reponse",), **ANSWERS)
    assert missing(workspace, person, "departement") == ["referent"]
    other = add_person(workspace, "Blin", "Rémi", **IDENTITY | {"nationality": "non_renseignee"})
    assert missing(workspace, other, "dossier") == ["nationality"]


def test_the_confidential_point_is_asked_only_where_the_block_is_kept(
    workspace: Workspace, agreement: uuid.UUID
) -> None:
    person = add_person(workspace, "Bazin", "Lucie", **IDENTITY)
    pathway = add_pathway(workspace, person, agreement, entry_on=date(2027, 1, 4))
    note(workspace, pathway, situations.ENTRY, **ANSWERS)
    assert missing(workspace, person, "fse") == []
    with workspace.write("Ouvrir le bloc") as session:
        settings.put(session, settings.SENSITIVE_BLOCK, True)
    assert missing(workspace, person, "fse") == ["rqth"]
    with workspace.write("Répondre") as session:
        blank = dict.fromkeys(("justice_constraints", "note"), "")
        session.add(
            SensitiveRecord(
                id=SensitiveRecord.key(person), participant_id=person, rqth_code="non_reponse", **blank
            )
        )
    assert missing(workspace, person, "fse") == []


def test_the_papers_of_the_scheme_are_a_point_too(workspace: Workspace, agreement: uuid.UUID) -> None:
    person = add_person(workspace, "Bazin", "Lucie", **IDENTITY)
    add_pathway(workspace, person, agreement, entry_on=date(2027, 1, 4))
    with workspace.write("Choisir") as session:
        completeness_lists.save(session, ChecklistInput("Contrôle", ("name", "papers")))
    code = "x_controle"
    assert missing(workspace, person, code) == ["papers"]
    for kind, ends in (("piece_identite", date(2027, 5, 3)), ("charte", None)):
        attach(workspace, person, kind, ends)
    assert missing(workspace, person, code) == ["papers"], "the identity card ended yesterday"
    attach(workspace, person, "piece_identite", date(2027, 5, 4))
    assert missing(workspace, person, code) == []


def attach(workspace: Workspace, person: uuid.UUID, kind: str, ends: date | None) -> None:
    with workspace.write("Joindre") as session:
        session.add(
            Attachment(
                participant_id=person,
                sha256="0" * 64,
                name="piece.pdf",
                kind_code=kind,
                confidential=False,
                expires_on=ends,
                added_at=0,
                note="",
            )
        )


def test_the_row_of_the_list_says_what_the_file_says(workspace: Workspace, agreement: uuid.UUID) -> None:
    person = add_person(workspace, "Bazin", "Lucie", **IDENTITY | {"commune": "", "sex": None})
    add_pathway(workspace, person, agreement, entry_on=date(2027, 1, 4))
    with workspace.read() as session:
        (row,) = participants.rows(session)
    file = of_person(workspace, person, "dossier")
    assert (row.asked, row.filled, row.completeness) == (file.asked, file.filled, file.percent)
    assert completeness_items.items_of(row.missing) == file.missing
    assert [item.label for item in file.missing] == [
        "sexe",
        "commune",
        "référent de parcours",
        "situation à l’entrée",
    ]
    assert row.is_incomplete
    with workspace.write("Changer de liste") as session:
        completeness_lists.show_beside_names(session, "departement")
    with workspace.read() as session:
        (row,) = participants.rows(session)
    assert row.asked == of_person(workspace, person, "departement").asked == 6


def test_a_file_that_lacks_one_point_of_many_is_never_complete() -> None:
    assert completeness.percent_of(299, 300) == 99
    assert completeness.percent_of(0, 0) == 100


def test_the_whole_scheme_counts_its_files_and_their_gaps(workspace: Workspace, agreement: uuid.UUID) -> None:
    for rank in range(20):
        person = add_person(
            workspace, f"Nom{rank}", "Zoé", **IDENTITY | {"email": "" if rank < 7 else "z@exemple.fr"}
        )
        pathway = add_pathway(workspace, person, agreement, entry_on=date(2027, 1, 4))
        note(workspace, pathway, situations.ENTRY, **ANSWERS)
    add_person(workspace, "Sans", "Parcours")
    found = of_scheme(workspace, "fse")
    assert (found.people, found.incomplete, found.share, found.limit) == (20, 7, 3500, 3500)
    assert not found.is_over, "the line may be reached, not passed"
    assert [(gap.item.code, gap.people) for gap in found.gaps] == [("reach_or_referent", 7)]
    with workspace.write("Effacer") as session:
        (row,) = [r for r in participants.rows(session) if r.name == "Nom9 Zoé"]
        participants.save(session, replace(participants.view(session, row.id).input, sex=None))
    assert of_scheme(workspace, "fse").is_over
    assert of_scheme(workspace, "departement").limit is None
    assert of_scheme(workspace, "fse", Scope(uuid.uuid4())).share is None
    with workspace.read() as session:
        names = [one.name for one in completeness.incomplete_files(session, EVERYTHING, "fse")]
        without_sex = completeness.incomplete_files(session, EVERYTHING, "fse", "sex")
    assert len(names) == 8
    assert [one.name for one in without_sex] == ["Nom9 Zoé"]
    assert [item.code for item in without_sex[0].missing] == ["sex"]


def test_those_who_left_count_for_fse_and_not_for_the_open_files(
    workspace: Workspace, agreement: uuid.UUID
) -> None:
    person = add_person(workspace, "Bazin", "Lucie", **IDENTITY)
    add_pathway(
        workspace, person, agreement, entry_on=date(2027, 1, 4), exit_on=date(2027, 4, 1), exit_code="E1"
    )
    with workspace.write("Archiver") as session:
        participants.archive(session, person)
    assert of_scheme(workspace, "fse").people == 1
    assert of_scheme(workspace, "dossier").people == 0


def test_counting_needs_no_name_and_listing_needs_the_right(
    workspace: Workspace, agreement: uuid.UUID
) -> None:
    add_person(workspace, "Bazin", "Lucie")
    with acting_as(workspace, "consultation"):
        assert of_scheme(workspace, "fse").people == 0
        with pytest.raises(PermissionDenied), workspace.read() as session:
            completeness.incomplete_files(session, EVERYTHING, "fse")
    with (
        acting_as(workspace, "referent"),
        pytest.raises(PermissionDenied),
        workspace.write("Changer") as session,
    ):
        completeness_lists.save(session, ChecklistInput("Mienne", ("sex",)))


def test_lists_are_worded_added_and_removed(workspace: Workspace, agreement: uuid.UUID) -> None:
    def labels() -> list[str]:
        with workspace.read() as session:
            return [one.label for one in completeness_lists.lists(session)]

    assert labels() == ["Dossier", "FSE+", "Département"]
    with workspace.write("Changer") as session:
        completeness_lists.save(
            session, ChecklistInput("Conseil départemental", ("sex", "birth_date"), code="departement")
        )
        code = completeness_lists.save(session, ChecklistInput(" La  Région ", ("commune", "sex")))
    assert labels() == ["Dossier", "FSE+", "Conseil départemental", "La Région"]
    with workspace.read() as session:
        assert completeness_lists.lists(session)[3].items == ("sex", "commune"), "the order of the file"
    with pytest.raises(InputError) as refused, workspace.write("Changer") as session:
        completeness_lists.save(session, ChecklistInput("fse +", ()))
    assert set(refused.value.fields) == {"label", "items"}
    with workspace.write("Retirer") as session:
        completeness_lists.remove(session, code)
    with pytest.raises(RuleError), workspace.write("Retirer") as session:
        completeness_lists.remove(session, "dossier")
    assert labels() == ["Dossier", "FSE+", "Conseil départemental"]


def test_the_reads_do_not_grow_with_the_people(workspace: Workspace, agreement: uuid.UUID) -> None:
    def reads() -> int:
        seen: list[str] = []
        with workspace.read() as session:
            bind = session.connection()
            event.listen(bind, "before_cursor_execute", lambda *a: seen.append(a[2]))
            participants.rows(session)
            completeness.of_scheme(session, EVERYTHING)
        return len(seen)

    def add(rank: int) -> None:
        person = add_person(workspace, f"Nom{rank}", "Zoé", **IDENTITY)
        pathway = add_pathway(
            workspace, person, agreement, [("M", date(2027, 1, 4), None)], entry_on=date(2027, 1, 4)
        )
        note(workspace, pathway, situations.ENTRY, resources=("rsa",), **ANSWERS)

    add(0)
    few = reads()
    for rank in range(1, 8):
        add(rank)
    assert reads() == few


def test_every_point_names_a_field_of_the_file() -> None:
    assert set(completeness_items.GROUPS) == {item.group for item in completeness_items.ITEMS}
    for checklist in completeness_lists.SHIPPED:
        assert set(checklist.items) <= set(completeness_items.BY_CODE)
