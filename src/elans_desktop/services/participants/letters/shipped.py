"""The two templates of the program, written here: a convocation and an attestation of accompaniment.

They are ours, plain on purpose: an organisation opens one in its word processor, dresses it, and gives it
back as a new version.
"""

from __future__ import annotations

import io
import uuid
import zipfile
from collections.abc import Mapping, Sequence

from elans_desktop.core.ids import keyed_id
from elans_desktop.services.participants.letters.archives import ODT
from elans_desktop.services.participants.letters.markup import escaped

CONVOCATION, FOLLOWED = "convocation", "attestation_suivi"
_DAY = (2026, 11, 22, 0, 0, 0)
"""Of every part, so that two classeurs hold the same bytes."""

_HEAD: Sequence[tuple[str, str]] = (
    ("Structure", "{{structure}}"),
    ("Petit", "{{structure_adresse}}"),
    ("Petit", "{{structure_telephone}}"),
    ("Adresse", "{{civilite}} {{nom_complet}}"),
    ("Adresse", "{{adresse}}"),
    ("Adresse", "{{code_postal}} {{commune}}"),
    ("Date", "{{structure_commune}}, le {{date}}"),
)
_FOOT: Sequence[tuple[str, str]] = (
    ("Texte", "Bien cordialement,"),
    ("Signature", "{{signataire}}"),
    ("Petit", "{{signataire_fonction}}"),
)
_BODIES: Mapping[str, Sequence[tuple[str, str]]] = {
    CONVOCATION: (
        ("Objet", "Objet\u00a0: votre rendez-vous du {{rdv_date}}"),
        ("Texte", "Bonjour {{prenom}},"),
        (
            "Texte",
            "Je vous propose de nous retrouver le {{rdv_date}} à {{rdv_heure}}, à l’endroit suivant\u00a0: "
            "{{rdv_lieu}}. Nous ferons le point sur votre parcours et sur ce qui vous serait utile.",
        ),
        (
            "Texte",
            "Si ce jour ne vous convient pas, appelez {{referent}} au {{structure_telephone}}\u00a0: nous "
            "trouverons un autre moment, ou une façon de venir.",
        ),
    ),
    FOLLOWED: (
        ("Objet", "Attestation d’accompagnement"),
        (
            "Texte",
            "Je soussigné·e, {{signataire}}, {{signataire_fonction}}, atteste que {{civilite}} "
            "{{nom_complet}}, dossier {{dossier}}, est accompagné·e par {{structure}} dans le cadre de "
            "{{dispositif}} depuis le {{date_entree}}.",
        ),
        ("Texte", "{{referent}} suit ce parcours et peut être joint·e au {{structure_telephone}}."),
        ("Texte", "Cette attestation est remise à la personne pour servir et valoir ce que de droit."),
    ),
}
_TITLES = {
    CONVOCATION: ("Convocation", "Le prochain rendez-vous noté dans les entretiens."),
    FOLLOWED: ("Attestation de suivi", "Pour un employeur, un bailleur, une administration."),
}
_SPACES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in (
        ("office", "office"),
        ("text", "text"),
        ("style", "style"),
        ("fo", "xsl-fo-compatible"),
        ("manifest", "manifest"),
    )
)
_XML = '<?xml version="1.0" encoding="UTF-8"?>'
_STYLES: Mapping[str, tuple[str, str]] = {
    "Structure": ("", 'fo:font-size="14pt" fo:font-weight="bold"'),
    "Petit": ("", 'fo:font-size="9.5pt" fo:color="#4e595d"'),
    "Adresse": ('fo:margin-left="9cm"', 'fo:font-size="11pt"'),
    "Date": ('fo:margin-left="9cm" fo:margin-top="0.9cm" fo:margin-bottom="0.9cm"', 'fo:font-size="11pt"'),
    "Objet": ('fo:margin-top="0.4cm" fo:margin-bottom="0.5cm"', 'fo:font-size="12pt" fo:font-weight="bold"'),
    "Texte": ('fo:margin-bottom="0.35cm" fo:line-height="125%"', 'fo:font-size="11pt"'),
    "Signature": ('fo:margin-top="1.2cm"', 'fo:font-size="11pt" fo:font-weight="bold"'),
}


def key(code: str) -> uuid.UUID:
    """The identifier of the first version of a shipped template: the same in every classeur."""
    return keyed_id("letter_template", code, 1)


def templates() -> dict[str, tuple[str, str, bytes]]:
    """Title, note and bytes of each, by code."""
    return {code: (*_TITLES[code], _document(body)) for code, body in _BODIES.items()}


def _document(body: Sequence[tuple[str, str]]) -> bytes:
    paragraphs = "".join(
        f'<text:p text:style-name="{name}">{escaped(words)}</text:p>'
        for name, words in (*_HEAD, *body, *_FOOT)
    )
    content = (
        f'{_XML}<office:document-content {_SPACES} office:version="1.3"><office:automatic-styles/>'
        f"<office:body><office:text>{paragraphs}</office:text></office:body></office:document-content>"
    )
    parts = {
        "content.xml": content,
        "styles.xml": _style_part(),
        "META-INF/manifest.xml": _manifest(),
    }
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(zipfile.ZipInfo("mimetype", _DAY), ODT)
        for name, text in parts.items():
            info = zipfile.ZipInfo(name, _DAY)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, text.encode("utf-8"))
    return stream.getvalue()


def _style_part() -> str:
    """The styles by name, so that the word processor shows them, and an A4 page."""
    styles = "".join(
        f'<style:style style:name="{name}" style:family="paragraph"><style:paragraph-properties {paragraph}/>'
        f"<style:text-properties {text}/></style:style>"
        for name, (paragraph, text) in _STYLES.items()
    )
    return (
        f'{_XML}<office:document-styles {_SPACES} office:version="1.3"><office:styles>'
        '<style:default-style style:family="paragraph"><style:text-properties '
        'fo:font-family="Liberation Sans" fo:font-size="11pt" fo:language="fr" fo:country="FR"/>'
        "</style:default-style>"
        f"{styles}</office:styles><office:automatic-styles>"
        '<style:page-layout style:name="A4"><style:page-layout-properties fo:page-width="21cm" '
        'fo:page-height="29.7cm" fo:margin-top="2cm" fo:margin-bottom="2cm" fo:margin-left="2.2cm" '
        'fo:margin-right="2.2cm"/></style:page-layout></office:automatic-styles><office:master-styles>'
        '<style:master-page style:name="Standard" style:page-layout-name="A4"/></office:master-styles>'
        "</office:document-styles>"
    )


def _manifest() -> str:
    entries = "".join(
        f'<manifest:file-entry manifest:full-path="{path}" manifest:media-type="{kind}"/>'
        for path, kind in (("/", ODT), ("content.xml", "text/xml"), ("styles.xml", "text/xml"))
    )
    return f'{_XML}<manifest:manifest {_SPACES} manifest:version="1.3">{entries}</manifest:manifest>'
