from __future__ import annotations

import ast
import io
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from elans_desktop.core import formats
from elans_desktop.documents import catalogue, style
from elans_desktop.documents.catalogue import DOCUMENTS, render
from elans_desktop.documents.letterhead import initials
from elans_desktop.services.paper import FunderMark, PaperPerson, PaperView
from tests.documents import reading
from tests.documents.samples import GRID, HEAD, RECOVERY, SEANCE, WEEK
from tests.documents.samples_people import (
    CHARTER,
    DETECTION,
    ENVELOPES,
    LABELS,
    NOTE,
    PERSON_DATA,
    PERSON_SHEET,
    PLAN,
    RECTIFICATION,
    REVIEW,
)
from tests.documents.samples_presence import (
    ABSENCES,
    ATTESTATION,
    BLANK,
    CERTIFICATE,
    COLLECTIVE,
    CONVOCATION,
    DAY,
    INDIVIDUAL,
    MONTH,
    PLANNING,
    STATEMENT,
)
from tests.documents.samples_privacy import REGISTER

VIEWS: dict[str, PaperView] = {
    "fiche-participant": PERSON_SHEET,
    "donnees-personne": PERSON_DATA,
    "fiche-rectification": RECTIFICATION,
    "bilan-parcours": REVIEW,
    "plan-action-personnel": PLAN,
    "charte": CHARTER,
    "note-rgpd": NOTE,
    "fiche-reperage": DETECTION,
    "etiquettes": LABELS,
    "enveloppes": ENVELOPES,
    "releve-presence": STATEMENT,
    "attestation": ATTESTATION,
    "certificat": CERTIFICATE,
    "attestation-collective": COLLECTIVE,
    "emargement-journee": DAY,
    "emargement-mois": MONTH,
    "emargement-individuel": INDIVIDUAL,
    "emargement-vierge": BLANK,
    "absents": ABSENCES,
    "planning": PLANNING,
    "convocation-activite": CONVOCATION,
    "emargement-seance": SEANCE,
    "emargement-semaine": WEEK,
    "grille-vierge": GRID,
    "fiche-secours": RECOVERY,
    "registre-conservation": REGISTER,
}
HARD_NAMES = (
    PaperPerson("O'Brien & <fils>", "Łukasz"),
    PaperPerson("R&D <b>", "\u202fAnne\u202fMarie"),
    PaperPerson("de la Rochefoucauld-Montmorency-Latour d’Auvergne", "Marie-Christine-Bernadette"),
    PaperPerson("محمد", "علي"),
    PaperPerson("כהן", "שרה"),
    PaperPerson("Petit 😀", "👩\u200d🌾 Zoé"),
    PaperPerson("山田", "太郎"),
    PaperPerson("", "Madonna"),
    PaperPerson("", ""),
    PaperPerson("e\u0301le\u0300ve", "Noe\u0308l"),
)


def test_the_tests_see_every_document() -> None:
    assert VIEWS.keys() == DOCUMENTS.keys()


@pytest.mark.parametrize("key", DOCUMENTS)
def test_fonts_are_embedded_and_no_other_slips_in(key: str) -> None:
    fonts = reading.fonts(render(key, VIEWS[key]).pdf)
    assert fonts
    assert all(fonts.values()), fonts
    assert all(name.startswith("SourceSans3") for name in fonts), fonts


@pytest.mark.parametrize("key", DOCUMENTS)
def test_the_file_says_its_title_author_and_language(key: str) -> None:
    document = reading.reader(render(key, VIEWS[key]).pdf)
    assert document.metadata is not None
    assert document.metadata.title
    assert document.metadata.author == "Association Le Pressoir"
    assert document.root_object["/Lang"] == "fr-FR"


@pytest.mark.parametrize("key", DOCUMENTS)
def test_the_same_view_gives_the_same_bytes(key: str) -> None:
    assert render(key, VIEWS[key], invariant=True).pdf == render(key, VIEWS[key], invariant=True).pdf


@pytest.mark.parametrize("key", DOCUMENTS)
def test_nothing_is_cut_or_lost_on_an_ordinary_sheet(key: str) -> None:
    assert render(key, VIEWS[key]).remarks == ()


def test_hard_names_print_or_degrade_and_say_so() -> None:
    rendered = render("emargement-seance", replace(SEANCE, people=HARD_NAMES))
    whole = " ".join(reading.texts(rendered.pdf))
    for words in ("O'BRIEN & <FILS> Łukasz", "R&D <B>", "Anne Marie", "Madonna", "ÉLÈVE Noël", "Zoé"):
        assert words in whole
    assert "□" in whole
    assert set(reading.fonts(rendered.pdf)) > {style.FALLBACK}
    lines = "\n".join(rendered.remarks)
    assert "FE-2026-A0143, ligne 7\u00a0: caractère sans dessin" in lines
    assert not any(person.last_name and person.last_name in lines for person in HARD_NAMES)


def test_a_name_of_sixty_letters_is_printed_whole() -> None:
    name = PaperPerson("Rochefoucauld-Montmorency Saint-Hilaire", "Marie Bernadette Aimée")
    rendered = render("emargement-seance", replace(SEANCE, people=(name,)))
    (text,) = reading.texts(rendered.pdf)
    assert "ROCHEFOUCAULD-MONTMORENCY SAINT-HILAIRE Marie Bernadette Aimée" in text
    assert rendered.remarks == ()


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(st.characters(codec=None, exclude_categories=()), max_size=60))
def test_any_text_anywhere_never_stops_a_sheet(text: str) -> None:
    head = replace(
        HEAD,
        organisation=text,
        short_name=text,
        tagline=text,
        address=(text,),
        lead_name=text,
        scheme_line=text,
        funders=(FunderMark(text, text),),
    )
    views: dict[str, PaperView] = {
        "emargement-seance": replace(
            SEANCE, letterhead=head, people=(PaperPerson(text, text),), activity=text, place=text, number=text
        ),
        "emargement-semaine": replace(
            WEEK, letterhead=head, people=(PaperPerson(text, text),), activity=text, place=text
        ),
        "grille-vierge": replace(GRID, letterhead=head, title=text),
        "fiche-secours": replace(RECOVERY, letterhead=head, workspace=text, banner=text),
    }
    for key, view in views.items():
        rendered = render(key, view)
        assert rendered.pdf.startswith(b"%PDF")
        assert rendered.filename.endswith(".pdf")


def picture(mode: str = "RGB", size: tuple[int, int] = (400, 200)) -> bytes:
    stream = io.BytesIO()
    Image.new(mode, size, "#0F6B5C").save(stream, "PNG")
    return stream.getvalue()


def images(pdf: bytes) -> list[tuple[int, int]]:
    return [image.image.size for image in reading.reader(pdf).pages[0].images if image.image]


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "L", "1"])
def test_logos_are_drawn_once_for_all_pages(mode: str) -> None:
    logo = picture(mode)
    head = replace(HEAD, logo=logo, lead_logo=logo, funders=(FunderMark("État", logo=logo),))
    rendered = render("emargement-seance", [replace(SEANCE, letterhead=head)] * 20)
    assert rendered.remarks == ()
    plain = render("emargement-seance", [SEANCE] * 20)
    assert len(rendered.pdf) < len(plain.pdf) + 40_000


def test_a_photograph_is_made_smaller() -> None:
    head = replace(HEAD, logo=picture(size=(4000, 3000)))
    rendered = render("emargement-seance", replace(SEANCE, letterhead=head))
    assert len(rendered.pdf) < 200_000


@pytest.mark.parametrize("logo", [b"not a picture", picture()[:60], b"\x89PNG\r\n\x1a\n" + bytes(50)])
def test_a_broken_logo_leaves_a_neutral_mark_and_a_remark(logo: bytes) -> None:
    rendered = render("emargement-seance", replace(SEANCE, letterhead=replace(HEAD, logo=logo)))
    assert any("logo illisible" in remark for remark in rendered.remarks)


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Les Haies Vives", "HV"),
        ("Association Le Pressoir", "P"),
        ("L’Atelier", "A"),
        ("", "•"),
        ("Des", "D"),
    ],
)
def test_initials_of_a_mark(name: str, letters: str) -> None:
    assert initials(name) == letters


def test_files_are_named_by_day_type_and_object() -> None:
    assert render("grille-vierge", GRID).filename == "2026-10-23_grille-vierge_reperes-de-remobilisation.pdf"
    assert render("fiche-secours", RECOVERY).filename == "2026-01-06_fiche-secours_o2r-bocage.pdf"
    assert render("emargement-seance", replace(SEANCE, activity="../…")).filename.count("/") == 0
    two = render("emargement-seance", [SEANCE, replace(SEANCE, activity="Cuisine")])
    assert two.filename == "2026-10-13_emargement-seance_2-documents.pdf"


def test_a_document_refuses_the_views_of_another() -> None:
    with pytest.raises(ValueError, match="SeanceSheetView"):
        render("emargement-seance", GRID)
    with pytest.raises(ValueError, match="one or more"):
        render("emargement-seance", [])
    with pytest.raises(KeyError):
        render("inconnu", GRID)


def test_every_character_of_the_program_exists_in_the_font() -> None:
    folder = Path(catalogue.__file__).parent
    literals = {
        node.value
        for path in (*folder.glob("*.py"), Path(formats.__file__))
        if path.name not in ("printable.py", "workbooks.py", "opendocument.py", "spreadsheets.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    characters = set("".join(literals)) - {"\n", "□"}
    for font in (style.REGULAR, style.ITALIC, style.MEDIUM, style.SEMIBOLD, style.BOLD):
        assert {char for char in characters if ord(char) not in style.advances(font)} == set()


def luminance(colour: object) -> float:
    parts = [getattr(colour, name) for name in ("red", "green", "blue")]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_words_stay_readable_once_colours_are_gone() -> None:
    pairs = [
        (ink, paper) for ink in (style.INK, style.GREY) for paper in (style.WHITE, style.HEADER, style.GROUP)
    ]
    pairs += [(style.WHITE, box) for box in style.BRIQUE_BOX.values()]
    pairs += [(style.WHITE, style.PRIMARY), (style.WHITE, style.INK), (style.INK, style.TOTAL)]
    for one, other in pairs:
        dark, light = sorted((luminance(one), luminance(other)))
        assert (light + 0.05) / (dark + 0.05) >= 4.5
