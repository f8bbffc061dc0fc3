"""A template and what each field says, made into letters: one for each person, or one document for all."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from elans_desktop.core.errors import RuleError
from elans_desktop.services import merge_fields
from elans_desktop.services.merge_fields import MergeField
from elans_desktop.services.participants.letters import joining
from elans_desktop.services.participants.letters.archives import Template
from elans_desktop.services.participants.letters.markup import fields_in, filled

Values = Mapping[str, str]
MAX_OUTPUT = 500_000_000
"""Bytes of letters made at once."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A filled letter. `name`: what tells it from the others, never the name of a person."""

    name: str
    content: bytes = field(repr=False)


def words_of(template: Template) -> str:
    """Everything that a template says, a line for each paragraph."""
    return "\n".join(fields_in(text, template.kind) for text in template.texts.values())


def problem(template: Template) -> str:
    """Why its fields cannot be filled, in one sentence; empty when they can."""
    return merge_fields.problem(words_of(template))


def one(template: Template, values: Values) -> bytes:
    """The letter of a person."""
    return template.with_texts(_texts(template, values))


def each(template: Template, people: Sequence[tuple[str, Values]]) -> tuple[Letter, ...]:
    """A letter for each (name of file without its ending, values)."""
    letters: list[Letter] = []
    whole = 0
    for name, values in people:
        made = one(template, values)
        whole += len(made)
        if whole > MAX_OUTPUT:
            raise RuleError(
                "Ces courriers sont trop lourds pour être faits ensemble.",
                "Choisissez moins de personnes, ou allégez les images du modèle.",
            )
        letters.append(Letter(f"{name}.{template.kind}", made))
    return tuple(letters)


def zipped(letters: Sequence[Letter]) -> bytes:
    """The letters in one archive; they are compressed already."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
        for letter in letters:
            archive.writestr(zipfile.ZipInfo(letter.name, (2000, 1, 1, 0, 0, 0)), letter.content)
    return stream.getvalue()


def joined(template: Template, people: Sequence[Values]) -> bytes:
    """One document with the letter of each person on pages of its own.

    Raises RuleError when a field that is not the same for everybody stands in a header, a footer or a note.
    """
    many = [_texts(template, values) for values in people]
    body = next(name for name in many[0] if name in ("content.xml",) or name.startswith("word/document"))
    for name in many[0]:
        if name != body and any(texts[name] != many[0][name] for texts in many[1:]):
            raise RuleError(
                "Ce modèle a un champ de la personne dans son en-tête, son pied de page ou une note.",
                "Choisissez un fichier par personne, ou mettez ce champ dans le corps de la lettre.",
            )
    bodies = [texts[body] for texts in many]
    join = joining.docx if template.kind == "docx" else joining.odt
    return template.with_texts({**many[0], body: join(bodies)})


def _texts(template: Template, values: Values) -> dict[str, str]:
    def value(known: MergeField) -> str:
        return values.get(known.code, "")

    return {name: filled(text, template.kind, value) for name, text in template.texts.items()}
