from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elans_desktop.documents import printable, style
from elans_desktop.documents.text import Span, Typesetter

ANY = st.text(st.characters(codec=None, exclude_categories=()), max_size=80)


def typesetter() -> tuple[Typesetter, list[int]]:
    lost: list[int] = []
    return Typesetter(lost.append), lost


def drawn(text: str, font: str = style.REGULAR) -> str:
    return "".join(run.text for run in typesetter()[0].line(text, font).runs)


def test_french_is_drawn_as_it_is_by_every_cut() -> None:
    text = "Ça, où, l’Œuvre d’Élodie – « n° 12 » : 1\u00a0234,56\u00a0€ ≥ 10 % −5 ✓ Łukasz Đào Nguyễn"
    for font in (style.REGULAR, style.ITALIC, style.MEDIUM, style.SEMIBOLD, style.BOLD):
        line = typesetter()[0].line(text, font)
        assert [run.font for run in line.runs] == [font]
        assert line.runs[0].text == text


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("1\u202f234", "1\u00a0234"),
        ("e\u0301te\u0301", "été"),
        ("a\tb\nc\x00d\x9f", "a b cd"),
        ("zéro\u200dlarge\ufeffur\u00ad", "zérolargeur"),
        ("R&D <b>", "R&D <b>"),
        ("𝐆ras ﬁn", "Gras ﬁn"),
        ("Jean\u2011Luc", "Jean-Luc"),
    ],
)
def test_what_is_typed_is_made_printable(typed: str, printed: str) -> None:
    assert drawn(typed) == printed


def test_another_font_draws_what_the_first_does_not_hold() -> None:
    line = typesetter()[0].line("Zoé ☂ fin", style.SEMIBOLD)
    assert [run.font for run in line.runs] == [style.SEMIBOLD, style.FALLBACK, style.SEMIBOLD]
    assert line.width == pytest.approx(sum(run.width for run in line.runs))


def test_what_no_font_draws_is_shown_and_counted() -> None:
    setter, lost = typesetter()
    assert "".join(run.text for run in setter.line("a日本b").runs) == "a□□b"
    assert lost == [2]
    setter.line("a日本b")
    assert lost == [2, 2], "remembered lines are counted again"


def test_hebrew_reads_from_the_right_and_figures_stay_in_order() -> None:
    assert drawn("abc שלום 123") == "abc םולש 123"
    assert drawn("(שלום 12 עולם)") == "(םלוע 12 םולש)"


def test_arabic_letters_join_their_neighbours() -> None:
    shaped = drawn("محمد")
    assert unicodedata.normalize("NFKC", shaped[::-1]) == "محمد"
    forms = [unicodedata.name(char).split()[-2] for char in shaped[::-1]]
    assert forms == ["INITIAL", "MEDIAL", "MEDIAL", "FINAL"]
    assert len(drawn("سلام")) == 3, "lam and alef are one shape"


@given(ANY)
def test_any_text_is_measured_and_drawn_with_glyphs_that_exist(text: str) -> None:
    setter, lost = typesetter()
    line = setter.line(text, style.MEDIUM)
    assert line.width == pytest.approx(sum(run.width for run in line.runs))
    for run in line.runs:
        assert all(ord(char) in style.advances(run.font) for char in run.text)
    assert not lost or "□" in "".join(run.text for run in line.runs) or any(map(unicodedata.combining, text))


@given(ANY, st.floats(5, 300), st.integers(1, 3))
def test_a_fit_never_leaves_its_place(text: str, width: float, lines: int) -> None:
    fitted = typesetter()[0].fit([Span(text), Span(text, style.BOLD)], 11.5, width, lines=lines)
    assert len(fitted.lines) <= lines
    narrow = typesetter()[0].line("……").width * 12
    assert all(line.width * fitted.size <= max(width, narrow) + 0.1 for line in fitted.lines)
    assert 10 <= fitted.size <= 11.5


@given(st.lists(st.text(st.characters(categories=("L", "N")), min_size=1, max_size=12), max_size=30))
def test_breaking_keeps_every_word_in_order(words: list[str]) -> None:
    setter, _ = typesetter()
    lines = setter.wrap([Span(" ".join(words))], 10, 120)
    expected = [drawn(word) for word in words]
    assert " ".join("".join(run.text for run in line.runs) for line in lines).split(" ") == (
        expected if expected else [""]
    ) or any(unicodedata.bidirectional(char) in {"R", "AL"} for word in words for char in word)


def test_a_line_breaks_on_the_ordinary_space_only() -> None:
    setter, _ = typesetter()
    lines = setter.wrap([Span("pour 1\u00a0234\u00a0567,00\u00a0€ en\u00a0tout")], 10, 40)
    printed = ["".join(run.text for run in line.runs) for line in lines]
    assert printed == ["pour", "1\u00a0234\u00a0567,00\u00a0€", "en\u00a0tout"]


def test_a_word_wider_than_its_line_breaks_after_its_hyphens() -> None:
    setter, _ = typesetter()
    lines = setter.wrap([Span("de ROCHEFOUCAULD-MONTMORENCY-LATOUR")], 10, 90)
    assert ["".join(run.text for run in line.runs) for line in lines] == [
        "de",
        "ROCHEFOUCAULD-",
        "MONTMORENCY-",
        "LATOUR",
    ]


def test_a_fit_goes_smaller_then_breaks_then_cuts() -> None:
    setter, _ = typesetter()
    name = [Span("VANDERBRUGGEN", style.SEMIBOLD), Span(" Marie-Christine")]
    width = setter.spans(name).width
    assert setter.fit(name, 11.5, width * 11.5).size == 11.5
    assert setter.fit(name, 11.5, width * 11.2).size == 11.0
    two = setter.fit(name, 11.5, width * 7, lines=2)
    assert (two.size, len(two.lines), two.cut) == (10.0, 2, False)
    one = setter.fit(name, 11.5, width * 7)
    assert one.cut
    assert one.lines[0].runs[-1].text.endswith("…")


def test_a_column_of_labels_takes_the_size_of_its_longest() -> None:
    setter, _ = typesetter()
    long = "Communauté de communes de la Haute-Houlme"
    width = setter.line(long).width * 9
    assert setter.common_size(["État", long], style.REGULAR, 10, width) == 9.0
    assert setter.common_size(["État"], style.REGULAR, 10, width) == 10


def test_what_is_taken_as_it_is_needs_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """The short way of usual texts gives what the long way gives, for each letter and between any two."""
    usual = sorted(printable._USUAL_TEXT)
    monkeypatch.setattr(printable, "_USUAL_TEXT", frozenset[str]())
    assert "œ" in usual
    for letter in usual:
        text = letter.join(usual)
        assert printable.clean(text) == text


def test_cleaning_leaves_plain_text_alone() -> None:
    assert printable.clean("O'Brien & <fils>") == "O'Brien & <fils>"
