"""Plan d’action, charte, note, fiche de repérage, labels, envelopes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from elans_desktop.documents.catalogue import render
from elans_desktop.documents.post import ENVELOPES as SIZES
from elans_desktop.documents.post import LABEL_SHEETS
from elans_desktop.services.paper import PaperView
from elans_desktop.services.participants.paper_people import PaperSigner, PostalAddress
from tests.documents import reading
from tests.documents.samples_people import ADDRESSES, CHARTER, DETECTION, ENVELOPES, LABELS, NOTE, PLAN

HARD = ("O'Brien & <fils>", "Łukasz 😀", "محمد علي", "x" * 300, "mot " * 1250, "\ud800\x00", "")


def said(key: str, view: PaperView) -> str:
    return " ".join(reading.texts(render(key, view).pdf))


def test_a_plan_says_who_does_what_by_when() -> None:
    text = said("plan-action-personnel", PLAN)
    for words in (
        "1 Passer le code de la route", "Mobilité, d’ici le dim. 31/01/2027", "M’inscrire à l’auto-école",
        "moi ven. 06/11/2026", "Orne Mobilité", "« Devenir menuisier, près de chez moi. »",
        "Notre prochain rendez-vous : mar. 10/11/2026 à 10 h 00",
    ):  # fmt: skip
        assert words in text, words


def test_a_plan_without_objective_leaves_room_to_write_three() -> None:
    rendered = render(
        "plan-action-personnel", replace(PLAN, objectives=(), next_appointment="", own_words="")
    )
    text = " ".join(reading.texts(rendered.pdf))
    assert rendered.pages == 1
    assert text.count("Ce que l’on fait") == 3


def test_a_plan_of_any_length_is_never_cut() -> None:
    long = replace(PLAN.objectives[0], wording="mot " * 200, actions=PLAN.objectives[0].actions * 15)
    rendered = render("plan-action-personnel", replace(PLAN, objectives=(long, long)))
    assert rendered.pages > 2
    assert " ".join(reading.texts(rendered.pdf)).count("M’inscrire à l’auto-école") == 30
    assert rendered.remarks == ()


def test_a_charter_holds_on_one_page_with_both_signatures() -> None:
    rendered = render("charte", CHARTER)
    (text,) = reading.texts(rendered.pdf)
    for words in ("Je m’engage à", "La structure s’engage à", "Nadia Lefort", "La personne Kévin BELLENGER"):
        assert words in text, words
    three = replace(CHARTER, signers=(*CHARTER.signers, PaperSigner("Représentant légal")))
    assert "Représentant légal" in said("charte", three)


def test_a_long_text_of_the_organisation_flows_on() -> None:
    rendered = render("charte", replace(CHARTER, text="# Titre\n" + "- point de la charte\n" * 120))
    assert rendered.pages >= 2
    assert " ".join(reading.texts(rendered.pdf)).count("point de la charte") == 120


def test_the_note_says_who_why_how_long_which_rights() -> None:
    text = said("note-rgpd", NOTE)
    for words in (
        "Qui tient votre dossier",
        "Pourquoi",
        "24 mois après le dernier contact",
        "Vos droits",
        "CNIL",
    ):
        assert words in text, words


@pytest.mark.parametrize("half", [False, True])
def test_the_detection_sheet_holds_every_mode_on_one_page(half: bool) -> None:
    rendered = render("fiche-reperage", replace(DETECTION, half_page=half))
    (text,) = reading.texts(rendered.pdf)
    assert rendered.remarks == ()
    for mode in (*DETECTION.modes, *DETECTION.age_bands, *DETECTION.outcomes):
        assert text.count(mode.replace("\u00a0", " ")) >= (2 if half else 1), mode


@pytest.mark.parametrize(("sheet", "many"), [("24", 24), ("14", 14)])
def test_labels_begin_at_the_first_free_one_and_stay_on_the_paper(sheet: str, many: int) -> None:
    assert LABEL_SHEETS[sheet].many == many
    x, y = LABEL_SHEETS[sheet].place(many - 1)
    assert x + LABEL_SHEETS[sheet].width <= 210.1
    assert y + LABEL_SHEETS[sheet].height <= 297
    first = render("etiquettes", replace(LABELS, sheet=sheet, start=many))
    texts = reading.texts(first.pdf)
    assert texts[0].count("CHAMPFLEURY") == 1
    assert first.pages == 1 + -(-(len(ADDRESSES) - 1) // many)


def test_people_without_an_address_are_counted_never_named() -> None:
    rendered = render("etiquettes", replace(LABELS, without=2))
    assert rendered.remarks == (
        "Étiquettes\u00a0: 2\u00a0personnes sont laissées de côté, sans adresse complète.",
    )


@pytest.mark.parametrize(("size", "width", "height"), [("dl", 220, 110), ("c5", 229, 162)])
def test_an_envelope_has_its_size_its_sender_and_one_address(size: str, width: int, height: int) -> None:
    rendered = render("enveloppes", replace(ENVELOPES, format=size))
    assert rendered.pages == 3
    page = reading.reader(rendered.pdf).pages[0]
    assert (
        round(float(page.mediabox.width) / 72 * 25.4),
        round(float(page.mediabox.height) / 72 * 25.4),
    ) == (
        width,
        height,
    )
    text = reading.texts(rendered.pdf)[0]
    assert "Expéditeur Association Le Pressoir" in text
    assert "Prénom1 NOM1" in text
    assert SIZES[size].width == width


@pytest.mark.parametrize("text", HARD)
def test_hard_texts_stand_anywhere(text: str) -> None:
    plan = replace(PLAN.objectives[0], wording=text, theme=text)
    address = PostalAddress((text, text, text))
    views: dict[str, PaperView] = {
        "plan-action-personnel": replace(
            PLAN, objectives=(plan,), own_words=text, next_appointment=text, person=text
        ),
        "charte": replace(CHARTER, text=f"# {text}\n{text}\n- {text}", title=text, receipt=text),
        "fiche-reperage": replace(DETECTION, modes=(text,) * 8, contact=text, outcomes=(text,)),
        "etiquettes": replace(LABELS, addresses=(address,) * 3),
        "enveloppes": replace(ENVELOPES, addresses=(address,)),
    }
    for key, view in views.items():
        assert all(reading.fonts(render(key, view).pdf).values()), key
