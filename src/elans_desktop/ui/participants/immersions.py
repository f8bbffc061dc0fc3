"""« Immersions »: where, when, for what, and beside each field what the rules of the PMSMP say."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from typing import Any

from PySide6.QtWidgets import QWidget

from elans_desktop.core.formats import NBSP, count, date_short, duration
from elans_desktop.services.participants.person_choices import PersonChoices
from elans_desktop.services.participants.person_file import FileView
from elans_desktop.services.pathways import immersions
from elans_desktop.services.pathways.immersions import ImmersionInput, ImmersionRow
from elans_desktop.ui.context import Context
from elans_desktop.ui.kit.badge import Badge
from elans_desktop.ui.kit.form import FieldSpec, Form, Section
from elans_desktop.ui.kit.layout import column, holder, label, row
from elans_desktop.ui.participants.entries import EntriesSection, remark_line
from elans_desktop.ui.participants.free_choice import FreeChoiceField
from elans_desktop.ui.participants.section import Values

NAME = "participant.immersion"
_TYPED = tuple(
    f.name for f in fields(ImmersionInput) if f.name not in ("pathway_id", "id", "host_id", "host_name")
)
_TONES = {
    immersions.TO_COME: "primary",
    immersions.UNDER_WAY: "success",
    immersions.OVER: "neutral",
    immersions.CANCELLED: "neutral",
}


def sections(lists: PersonChoices) -> Sequence[Section]:
    """One immersion. The object is a choice: one and only one."""

    def host() -> FreeChoiceField:
        return FreeChoiceField(
            "Structure d’accueil",
            lists.structures,
            required=True,
            help="Un nom nouveau s’ajoute à l’annuaire.",
            placeholder="Nom de l’entreprise, de l’association…",
        )

    return (
        Section(
            "",
            (
                FieldSpec("host", "Structure d’accueil", make=host),
                FieldSpec(
                    "object_code", "Objet, un seul", "choice", True, choices=lists.lists["immersion_object"]
                ),
                FieldSpec("start_on", "Premier jour", "date", True),
                FieldSpec("end_on", "Dernier jour", "date", True),
                FieldSpec("job", "Métier observé ou exercé"),
                FieldSpec("weekly", "Heures par semaine", "duration"),
                FieldSpec("tutor", "Tuteur"),
                FieldSpec("agreement_number", "N° de convention"),
                FieldSpec("prescriber_id", "Prescripteur", "choice", choices=lists.structures),
                FieldSpec("renewal", "Renouvellement, à titre exceptionnel", "check"),
                FieldSpec("goals", "Objectifs", "multiline", rows=2, span=2),
                FieldSpec("tasks", "Tâches", "multiline", rows=2, span=2),
                FieldSpec("outcome", "Bilan", "multiline", rows=2, span=2),
                FieldSpec("cancelled", "Annulée, n’a pas eu lieu", "check", span=2),
            ),
        ),
    )


class ImmersionsSection(EntriesSection):
    """The immersions of the pathway on show."""

    def __init__(self, context: Context, lists: PersonChoices, *, editable: bool) -> None:
        super().__init__(
            context,
            "Immersions",
            "Noter une immersion",
            lambda: Form(sections(lists)),
            NAME,
            editable=editable,
            remarks=self._remarks,
        )

    def _remarks(self, values: Values) -> Mapping[str, str]:
        if self.file is None or self.file.pathway is None:
            return {}
        typed = to_input(values, self.file.pathway.id, self._editing.id if self._editing else None)
        return self.context.bridge.read(immersions.remarks, typed)

    def _title(self, one: ImmersionRow | None) -> str:
        return f"Immersion chez {one.host}" if one else "Nouvelle immersion"

    def _fact(self, rows: Sequence[ImmersionRow]) -> str:
        return count(len(rows), "immersion") if rows else "aucune pour l’instant"

    def _rows(self, file: FileView) -> Sequence[ImmersionRow]:
        assert file.pathway is not None
        return self.context.bridge.read(immersions.of_pathway, file.pathway.id)

    def _line(self, one: ImmersionRow) -> QWidget:
        typed = one.input
        days = label(f"{date_short(one.start_on)} au {date_short(one.end_on)}", "body")
        facts = [one.object, typed.job]
        if typed.weekly:
            facts.append(f"{duration(typed.weekly)} par semaine")
        if typed.tutor:
            facts.append(f"tuteur{NBSP}: {typed.tutor}")
        if typed.renewal:
            facts.append("renouvellement")
        head = row(days, label(one.host, "medium"), Badge(one.state, _TONES[one.state]), None, spacing=12)
        head.addWidget(self.tools(one, f"l’immersion chez {one.host}"))
        parts = column(head, spacing=0, margins=(0, 2, 0, 2))
        parts.addWidget(label(" · ".join(fact for fact in facts if fact), "secondary", wrap=True))
        for words in one.remarks:
            parts.addWidget(remark_line(words))
        return holder(parts)

    def _fresh(self, file: FileView) -> Values:
        return {**_blank(), "host": None}

    def _values(self, one: ImmersionRow) -> Values:
        return {**{name: getattr(one.input, name) for name in _TYPED}, "host": one.input.host_id}

    def _store(self, file: FileView, one: ImmersionRow | None, values: Values) -> None:
        assert file.pathway is not None
        typed = to_input(values, file.pathway.id, one.id if one else None)
        verb = "Modifier" if one else "Noter"
        self.context.bridge.write(f"{verb} une immersion de {file.person.short_name}", immersions.save, typed)

    def _remove(self, file: FileView, one: ImmersionRow) -> str:
        words = f"Supprimer une immersion de {file.person.short_name}"
        self.context.bridge.write(words, immersions.delete, one.id)
        return "Immersion supprimée"


def _blank() -> Values:
    blank = ImmersionInput(uuid.UUID(int=0))
    return {name: getattr(blank, name) for name in _TYPED}


def to_input(values: Values, pathway_id: uuid.UUID, immersion_id: uuid.UUID | None) -> ImmersionInput:
    """The immersion typed: its host is a structure of the directory, or a name."""
    host: Any = values["host"]
    known = ImmersionInput(pathway_id, immersion_id)
    if isinstance(host, uuid.UUID):
        known = replace(known, host_id=host)
    else:
        known = replace(known, host_name=host or "")
    return replace(known, **{name: values[name] for name in _TYPED})
