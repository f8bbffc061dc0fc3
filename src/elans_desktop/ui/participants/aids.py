"""« Aides »: the financial helps asked for the person, and the sum granted."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from elans_desktop.core import clock
from elans_desktop.core.formats import count, date_short, money
from elans_desktop.services.participants import financial_aids
from elans_desktop.services.participants.financial_aids import AidInput, AidRow
from elans_desktop.services.participants.person_choices import PersonChoices
from elans_desktop.services.participants.person_file import FileView
from elans_desktop.ui.context import Context
from elans_desktop.ui.kit.badge import Badge
from elans_desktop.ui.kit.form import FieldSpec, Form, Section
from elans_desktop.ui.kit.layout import column, holder, label, row
from elans_desktop.ui.participants.entries import EntriesSection
from elans_desktop.ui.participants.free_choice import FreeChoiceField
from elans_desktop.ui.participants.section import Values

NAME = "participant.aid"
_TYPED = ("kind_code", "purpose", "amount", "asked_on", "status_code", "decided_on", "note")
_TONES = {"accordee": "success", "en_cours": "primary"}


def sections(lists: PersonChoices) -> Sequence[Section]:
    """One aid."""

    def funder() -> FreeChoiceField:
        return FreeChoiceField("Financeur", lists.structures, placeholder="De l’annuaire, ou un nom")

    return (
        Section(
            "",
            (
                FieldSpec("kind_code", "Nature", "choice", True, choices=lists.lists["aid_kind"]),
                FieldSpec("purpose", "Pour quoi", placeholder="Code de la route, trois pleins…"),
                FieldSpec("amount", "Montant", "money"),
                FieldSpec("funder", "Financeur", make=funder),
                FieldSpec("asked_on", "Demandée le", "date", True),
                FieldSpec(
                    "status_code",
                    "Où en est-elle",
                    "choice",
                    choices=lists.lists["aid_status"],
                    options={"empty": None},
                ),
                FieldSpec("decided_on", "Réponse le", "date"),
                FieldSpec("note", "Remarque", "multiline", rows=2),
            ),
        ),
    )


class AidsSection(EntriesSection):
    """The aids of the pathway on show."""

    def __init__(self, context: Context, lists: PersonChoices, *, editable: bool) -> None:
        super().__init__(
            context, "Aides", "Noter une aide", lambda: Form(sections(lists)), NAME, editable=editable
        )

    def _title(self, one: AidRow | None) -> str:
        return f"Aide, {one.kind.lower()}" if one else "Nouvelle aide"

    def _fact(self, rows: Sequence[AidRow]) -> str:
        if not rows:
            return "aucune pour l’instant"
        granted = financial_aids.granted(tuple(rows))
        words = count(len(rows), "aide")
        return f"{words}, {money(granted)} accordés" if granted else words

    def _rows(self, file: FileView) -> Sequence[AidRow]:
        assert file.pathway is not None
        return self.context.bridge.read(financial_aids.of_pathway, file.pathway.id)

    def _line(self, one: AidRow) -> QWidget:
        typed = one.input
        facts = [f"demandée le {date_short(one.asked_on)}"]
        if typed.decided_on:
            facts.append(f"réponse le {date_short(typed.decided_on)}")
        facts += [part for part in (one.funder, typed.purpose, typed.note) if part]
        line = row(label(one.kind, "medium"), spacing=12)
        if typed.amount:
            line.addWidget(label(money(typed.amount), "body"))
        line.addWidget(Badge(one.status, _TONES.get(typed.status_code, "neutral")))
        line.addStretch(1)
        line.addWidget(self.tools(one, f"l’aide {one.kind.lower()}"))
        words = label(" · ".join(facts), "secondary", wrap=True)
        return holder(column(line, words, spacing=0, margins=(0, 2, 0, 2)))

    def _fresh(self, file: FileView) -> Values:
        values: Values = {name: getattr(AidInput(uuid.UUID(int=0)), name) for name in _TYPED}
        return values | {"funder": None, "asked_on": clock.today()}

    def _values(self, one: AidRow) -> Values:
        values: Values = {name: getattr(one.input, name) for name in _TYPED}
        return values | {"funder": one.input.funder_id or one.input.funder_name}

    def _store(self, file: FileView, one: AidRow | None, values: Values) -> None:
        assert file.pathway is not None
        funder: Any = values["funder"]
        known = isinstance(funder, uuid.UUID)
        typed = AidInput(
            file.pathway.id,
            one.id if one else None,
            funder_id=funder if known else None,
            funder_name="" if known else funder or "",
            **{name: values[name] for name in _TYPED},
        )
        verb = "Modifier" if one else "Noter"
        self.context.bridge.write(f"{verb} une aide de {file.person.short_name}", financial_aids.save, typed)

    def _remove(self, file: FileView, one: AidRow) -> str:
        words = f"Supprimer une aide de {file.person.short_name}"
        self.context.bridge.write(words, financial_aids.delete, one.id)
        return "Aide supprimée"
