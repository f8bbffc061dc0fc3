"""Fields found wherever the word processor cut them, values escaped, everything else as it was."""

from __future__ import annotations

import io
import re
import zipfile
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from elans_desktop.core.errors import RuleError
from elans_desktop.services import merge_fields
from elans_desktop.services.participants.letters import archives, filling, markup
from tests.support import letter_files as made
from tests.support.letter_files import document, docx, odt, paragraph, part, run

LUCIE = {
    "prenom": "Lucie",
    "nom": "Bazin",
    "adresse": "45 rue de la Gare\nBâtiment B",
    "dossier": "2027-A0031",
}
KEVIN = {"prenom": "Kévin", "nom": "O'Brien & <fils>", "adresse": "4 rue du Lavoir", "dossier": "2027-A0032"}


def word(data: bytes, values: dict[str, str] = LUCIE) -> str:
    return part(filling.one(archives.opened(data), values), "word/document.xml")


def libre(data: bytes, values: dict[str, str] = LUCIE) -> str:
    return part(filling.one(archives.opened(data), values), "content.xml")


def words(xml: str) -> str:
    return "".join(ElementTree.fromstring(xml).itertext())


def test_a_field_in_one_run() -> None:
    data = docx(document(paragraph(run("Bonjour {{prenom}} {{nom}},", space=True))))
    assert words(word(data)) == "Bonjour Lucie Bazin,"


@pytest.mark.parametrize(
    "runs",
    [
        ("Bonjour {{pre", "nom}} !"),
        ("Bonjour {", "{prenom}", "} !"),
        ("Bonjour {{", "prenom", "}} !"),
        ("Bonjour ", "{{", "p", "r", "é", "n", "o", "m", "}}", " !"),
    ],
)
def test_a_field_cut_over_several_runs(runs: tuple[str, ...]) -> None:
    pieces = [run(text, bold=index % 2 == 1) for index, text in enumerate(runs)]
    spoiled = '<w:proofErr w:type="spellStart"/><w:bookmarkStart w:id="0" w:name="x"/>'.join(pieces)
    text = word(docx(document(paragraph(spoiled))))
    assert words(text) == "Bonjour Lucie !"
    if "}" in runs[-1]:  # it now begins with a space that counts
        assert '<w:t xml:space="preserve"> !</w:t>' in text
    assert text.count("<w:r>") == len(runs)


def test_spans_of_libreoffice_too() -> None:
    cut = '{{<text:span text:style-name="T1">pre</text:span>nom}}'
    text = f'<text:p text:style-name="P1">Bonjour {cut}<text:s/>!</text:p>'
    filled = libre(odt(text))
    assert words(filled) == "Bonjour Lucie!"
    assert '<text:span text:style-name="T1"></text:span>' in filled
    assert "<text:s/>" in filled


def test_two_fields_that_touch_and_one_field_twice() -> None:
    data = docx(document(paragraph(run("{{prenom}}{{nom}} {{"), run("prenom}}{{pre"), run("nom}}"))))
    assert words(word(data)) == "LucieBazin LucieLucie"


def test_lines_of_an_address_break_where_each_program_breaks_them() -> None:
    in_word = word(docx(document(paragraph(run("{{adresse}}")))))
    assert '<w:t>45 rue de la Gare</w:t><w:br/><w:t xml:space="preserve">Bâtiment B</w:t>' in in_word.replace(
        ' xml:space="preserve">45', ">45"
    )
    in_libre = libre(odt("<text:p>{{adresse}}</text:p>"))
    assert "45 rue de la Gare<text:line-break/>Bâtiment B" in in_libre


def test_a_value_is_text_never_markup() -> None:
    for filled in (
        word(docx(document(paragraph(run("{{nom}}")))), KEVIN),
        libre(odt("<text:p>{{nom}}</text:p>"), KEVIN),
    ):
        assert "O'Brien &amp; &lt;fils&gt;" in filled
        assert words(filled) == "O'Brien & <fils>"


def test_what_is_not_a_field_keeps_every_byte() -> None:
    body = document(
        paragraph(run("Rien à remplir &#233;t&#xE9; &quot;ici&quot;", space=True)),
        "<!-- {{prenom}} --><w:tbl><w:tr w:rsidR='00'><w:tc/></w:tr></w:tbl>",
        paragraph("<w:r><w:instrText>{{nom}}</w:instrText></w:r>"),
    )
    more = {"word/media/image1.png": b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "docProps/app.xml": "<a/>"}
    data = docx(body, more)
    filled = filling.one(archives.opened(data), LUCIE)
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(io.BytesIO(filled)) as after:
        assert before.namelist() == after.namelist()
        for name in before.namelist():
            assert before.read(name) == after.read(name), name
            assert before.getinfo(name).compress_type == after.getinfo(name).compress_type


def test_the_mimetype_of_an_odt_stays_first_and_stored() -> None:
    filled = filling.one(archives.opened(odt("<text:p>{{prenom}}</text:p>")), LUCIE)
    assert filled[30:38] == b"mimetype"
    assert filled[38 : 38 + len(archives.ODT)] == archives.ODT.encode()


def test_headers_footers_tables_and_text_boxes_are_filled() -> None:
    box = "<w:r><w:pict><w:txbxContent>" + paragraph(run("{{nom}}")) + "</w:txbxContent></w:pict></w:r>"
    body = document(f"<w:tbl><w:tr><w:tc>{paragraph(run('{{pre'), box, run('nom}}'))}</w:tc></w:tr></w:tbl>")
    data = docx(body, {"word/header1.xml": made.header(paragraph(run("{{dossier}}")))})
    filled = filling.one(archives.opened(data), LUCIE)
    assert words(part(filled, "word/document.xml")) == "LucieBazin"
    assert words(part(filled, "word/header1.xml")) == "2027-A0031"


def test_another_prefix_and_the_strict_namespace() -> None:
    strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    inside = "<x:body><x:p><x:r><x:t>{{adresse}}</x:t></x:r></x:p></x:body>"
    xml = f'{made.XML}<x:document xmlns:x="{strict}">{inside}</x:document>'
    filled = word(docx(xml))
    assert "</x:t><x:br/><x:t" in filled
    plain = (
        f'{made.XML}<document xmlns="{made.W}"><body><p><r><t>{{{{prenom}}}}</t></r></p></body></document>'
    )
    assert words(word(docx(plain))) == "Lucie"


def test_an_unknown_field_is_named() -> None:
    template = archives.opened(docx(document(paragraph(run("{{pre"), run("non}}")))))
    assert filling.problem(template) == (
        "Le champ {{prenon}} n’existe pas\u00a0: vouliez-vous écrire {{prenom}}\u00a0?"
    )
    assert "n’est pas fermé" in filling.problem(archives.opened(odt("<text:p>{{prenom</text:p>")))
    two = odt("<text:p>{{prenom</text:p><text:p>nom}}</text:p>")
    assert filling.problem(archives.opened(two))


@settings(max_examples=120)
@given(
    st.lists(st.text(max_size=12), min_size=1, max_size=6),
    st.text(st.characters(codec=None, exclude_categories=()), max_size=30),
    st.integers(0, 60),
    st.booleans(),
)
def test_any_value_cut_anywhere_gives_sound_xml(
    around: list[str], value: str, cut: int, word_file: bool
) -> None:
    whole = "{{prenom}}".join(markup.escaped(text).replace("{", "(").replace("}", ")") for text in around)
    first, last = whole[: cut % (len(whole) + 1)], whole[cut % (len(whole) + 1) :]
    if "&" in whole:
        first, last = whole, ""
    values = {"prenom": value}
    if word_file:
        filled = word(docx(document(paragraph(run(first, space=True), run(last, space=True)))), values)
    else:
        filled = libre(odt(f"<text:p><text:span>{first}</text:span>{last}</text:p>"), values)
    ElementTree.fromstring(filled)
    assert not merge_fields.names_in(words(filled)) or "{{" in value


@given(st.text(max_size=200))
def test_tokens_are_the_text(text: str) -> None:
    xml = f"<a b='>'>{markup.escaped(text)}<!-- < --><c/><![CDATA[<x>&]]></a>"
    assert "".join(token.raw for token in markup.tokens(xml)) == xml.replace(
        "<![CDATA[<x>&]]>", "&lt;x&gt;&amp;"
    )


def test_one_document_for_two_people_in_word() -> None:
    data = docx(
        document(paragraph(run("Bonjour {{prenom}}", space=True)), paragraph(run("Fin"))),
        {"word/header1.xml": made.header(paragraph(run("{{structure}}")))},
    )
    shared = {"structure": "Le Pressoir"}
    joined = filling.joined(archives.opened(data), [LUCIE | shared, KEVIN | shared])
    text = part(joined, "word/document.xml")
    root = ElementTree.fromstring(text)
    assert words(text) == "Bonjour LucieFinBonjour KévinFin"
    body = root[0]
    assert [child.tag.rpartition("}")[2] for child in body] == ["p", "p", "p", "p", "p", "sectPr"]
    inner = body[2].find(f"{{{made.W}}}pPr/{{{made.W}}}sectPr")
    assert inner is not None
    assert inner.find(f"{{{made.W}}}type") is None
    assert text.count("paraId") == 2
    assert words(part(joined, "word/header1.xml")) == "Le Pressoir"


def test_one_document_for_three_people_in_libreoffice() -> None:
    declared = '<text:sequence-decls><text:sequence-decl text:name="Table"/></text:sequence-decls>'
    data = odt(f'{declared}<text:p xml:id="a">{{{{prenom}}}}</text:p><text:h>{{{{nom}}}}</text:h>')
    text = part(filling.joined(archives.opened(data), [LUCIE, KEVIN, LUCIE]), "content.xml")
    ElementTree.fromstring(text)
    assert words(text) == "LucieBazinKévinO'Brien & <fils>LucieBazin"
    assert text.count("sequence-decls>") == 2
    assert text.count('fo:break-before="page"') == 1
    assert text.count('style-name="ElansNouvellePage"') == 2
    assert text.count("xml:id") == 1


@pytest.mark.parametrize(
    "styles",
    [
        "",
        "<office:automatic-styles/>",
        '<office:automatic-styles><style:style style:name="P9" style:parent-style-name="P1"/>'
        "</office:automatic-styles>",
    ],
)
def test_the_style_of_the_break_is_added_wherever_styles_are(styles: str) -> None:
    data = odt('<text:p text:style-name="P1">{{prenom}}</text:p>', styles=styles)
    text = part(filling.joined(archives.opened(data), [LUCIE, KEVIN]), "content.xml")
    ElementTree.fromstring(text)
    assert text.count("<style:paragraph-properties") == 1
    assert len(re.findall("<office:automatic-styles[ >]", text)) == 1


def test_a_model_that_opens_a_page_by_its_style_is_not_given_another() -> None:
    styles = (
        '<office:automatic-styles><style:style style:name="P1" style:master-page-name="First"/>'
        "</office:automatic-styles>"
    )
    data = odt('<text:p text:style-name="P1">{{prenom}}</text:p>', styles=styles)
    text = part(filling.joined(archives.opened(data), [LUCIE, KEVIN]), "content.xml")
    assert "ElansNouvellePage" not in text


def test_a_personal_field_in_a_header_asks_for_a_file_each() -> None:
    data = docx(
        document(paragraph(run("Bonjour"))), {"word/header1.xml": made.header(paragraph(run("{{dossier}}")))}
    )
    with pytest.raises(RuleError, match="en-tête"):
        filling.joined(archives.opened(data), [LUCIE, KEVIN])
    assert filling.joined(archives.opened(data), [LUCIE])


def test_letters_in_an_archive_are_named_without_anybody() -> None:
    template = archives.opened(odt("<text:p>{{prenom}}</text:p>"))
    letters = filling.each(template, [("courrier_2027-a0031", LUCIE), ("courrier_2027-a0032", KEVIN)])
    with zipfile.ZipFile(io.BytesIO(filling.zipped(letters))) as archive:
        assert archive.namelist() == ["courrier_2027-a0031.odt", "courrier_2027-a0032.odt"]
        assert words(part(archive.read(archive.namelist()[1]), "content.xml")) == "Kévin"
    assert "Lucie" not in repr(letters)
