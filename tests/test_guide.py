"""The guide read with F1: its pages exist, hold together, and speak the words of the screen."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
GUIDE = ROOT / "docs" / "guide"
SOURCES = ROOT / "src" / "elans_desktop"
PAGES = sorted(GUIDE.glob("*.md"))
MAX_WIDTH = 860
"""What the page of the guide holds on a small screen with the text at 150 %."""
MAX_BYTES = 3_000_000
NBSP = "\u00a0"

LINK = re.compile(r"(!?)\[[^\]]*\]\(([^)]+)\)")
QUOTED = re.compile(f"«{NBSP}([^»]+?){NBSP}»")

NOT_ON_SCREEN = frozenset(
    {
        # words to type, of a list of the person, or of the language
        "Atelier vélo", "participant", "brique", "référent", "épouse Martin", "née Dupont", "néant",
        "aide constante", "sans aide, même face à l’imprévu", "Documents",
        # what an example shows
        f"Annuler{NBSP}: Modifier la fiche de Zoé M.", f"66,7{NBSP}%, n = 12",
    }
)  # fmt: skip
"""What the guide quotes and no button says."""


def ids(path: Path) -> str:
    """The name of a page in a report."""
    return path.stem


def prose(path: Path) -> str:
    """A page without its code, its addresses and the rules of its tables."""
    text = re.sub(r"```.*?```", "", path.read_text(encoding="utf-8"), flags=re.S)
    text = re.sub(r"`[^`\n]*`", "", text)
    text = re.sub(r"\]\([^)]*\)", "]", text)
    return "\n".join(line for line in text.splitlines() if not re.fullmatch(r"\|[-:| ]+\|", line))


@cache
def words_on_screen() -> str:
    """Every text of the program, one a line; « {} » stands for what is computed, no-break spaces are plain"""
    found: list[str] = []
    for path in SOURCES.rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        comments = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in comments:
                found.append(node.value)
            elif isinstance(node, ast.JoinedStr):
                found.append("".join(_part(value) for value in node.values))
    reference = (path.read_text(encoding="utf-8") for path in (ROOT / "resources/reference").glob("*.json"))
    return "\n".join((*found, *reference)).replace(NBSP, " ")


def _part(node: ast.expr) -> str:
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.FormattedValue) and isinstance(node.value, ast.Name) and node.value.id == "NBSP":
        return NBSP
    return "{}"


def is_on_screen(quoted: str) -> bool:
    """Whether the program has these words; « Inscrire… » may stand for a longer button."""
    words = quoted.replace(NBSP, " ")
    shown = words_on_screen()
    return words in shown or (words.endswith("…") and words.rstrip("…") in shown)


def help_pages() -> list[str]:
    """The pages that the views ask for."""
    return sorted(
        {
            match
            for path in (SOURCES / "ui").rglob("*.py")
            for match in re.findall(
                r'help_page: ClassVar\[str\] = "([^"]+)"', path.read_text(encoding="utf-8")
            )
        }
    )


@pytest.mark.parametrize("name", help_pages())
def test_every_view_has_its_page(name: str) -> None:
    assert (GUIDE / f"{name}.md").is_file()


def test_the_index_leads_to_every_page() -> None:
    linked = {target for _image, target in LINK.findall((GUIDE / "index.md").read_text(encoding="utf-8"))}
    assert linked == {page.name for page in PAGES if page.stem != "index"}


@pytest.mark.parametrize("page", PAGES, ids=ids)
def test_a_page_has_one_title_and_opens_with_a_task(page: Path) -> None:
    lines = page.read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith("# ")
    assert [line for line in lines if line.startswith("# ")] == lines[:1]
    if page.stem != "index":
        assert lines[2].startswith("**Je veux**")


@pytest.mark.parametrize("page", PAGES, ids=ids)
def test_links_and_pictures_lead_somewhere(page: Path) -> None:
    for _image, target in LINK.findall(page.read_text(encoding="utf-8")):
        assert re.fullmatch(r"[a-z-]+\.md|images/[a-z-]+\.png", target), target
        assert (GUIDE / target).is_file(), target


def test_pictures_are_used_narrow_and_light() -> None:
    pictures = sorted((GUIDE / "images").glob("*.png"))
    text = "\n".join(page.read_text(encoding="utf-8") for page in PAGES)
    for picture in pictures:
        assert f"(images/{picture.name})" in text, picture.name
        header = picture.read_bytes()[:24]
        assert int.from_bytes(header[16:20], "big") <= MAX_WIDTH, picture.name
    assert sum(path.stat().st_size for path in GUIDE.rglob("*") if path.is_file()) < MAX_BYTES


@pytest.mark.parametrize("page", PAGES, ids=ids)
def test_words_between_guillemets_are_those_of_the_screen(page: Path) -> None:
    quoted = set(QUOTED.findall(prose(page))) - NOT_ON_SCREEN
    assert [words for words in sorted(quoted) if not is_on_screen(words)] == []


@pytest.mark.parametrize("page", PAGES, ids=ids)
def test_typography(page: Path) -> None:
    text = prose(page)
    wrong = {
        "a straight apostrophe": re.findall(r"\w'\w", text),
        "straight quotes": re.findall(r'"[^"\n]+"', text),
        "no no-break space before": re.findall(rf"[^{NBSP}\s+][;!?»%]|[^{NBSP}\s\d]:(?=\s)| [:;!?»%€]", text),
        "no no-break space after": re.findall(rf"«[^{NBSP}]", text),
        "three points": re.findall(r"\.\.\.", text),
    }
    assert {what: found for what, found in wrong.items() if found} == {}
