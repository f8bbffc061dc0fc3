"""« Appels à passer »: who is due three or six months after their exit, one after the other, by keyboard.

The arrows choose somebody, Entrée goes to the answer, Ctrl+S notes it and comes back to the list.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any, ClassVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from elans_desktop.core import clock
from elans_desktop.core.formats import NBSP, count, date_medium, date_short
from elans_desktop.services.participants import person_choices
from elans_desktop.services.pathways import follow_up
from elans_desktop.services.pathways.follow_up import WORDS, CallInput, DueCall
from elans_desktop.services.permissions import Right
from elans_desktop.ui import rights
from elans_desktop.ui.context import Context
from elans_desktop.ui.kit import buttons
from elans_desktop.ui.kit.empty import EmptyState
from elans_desktop.ui.kit.form import FieldSpec, Form, Section
from elans_desktop.ui.kit.layout import clear_layout, column, holder, label, row, surface
from elans_desktop.ui.kit.side_panel import SidePanel
from elans_desktop.ui.kit.table import Column, Table
from elans_desktop.ui.kit.view_bar import ViewBar
from elans_desktop.ui.participants.section import FormSection, Values
from elans_desktop.ui.view import InnerPage

NAME = "participant.due-call"
TABLES = frozenset({"follow_up_call", "pathway", "participant", "setting", "reference_item"})


def _late(one: DueCall) -> int:
    return (clock.today() - one.due_on).days


def _due(one: DueCall) -> str:
    days = _late(one)
    when = f"dans {-days}{NBSP}j" if days < 0 else "aujourd’hui" if days == 0 else f"depuis {days}{NBSP}j"
    return f"{date_short(one.due_on)}, {when}"


def _last(one: DueCall) -> str:
    if one.last_on is None:
        return "aucun essai"
    tries = count(one.tries, "essai")
    return f"{tries}, le {date_short(one.last_on)}{NBSP}: {one.last_outcome.lower()}"


COLUMNS = (
    Column("name", "Personne", lambda r: r.name, paint="strong"),
    Column("moment", "Moment", lambda r: WORDS[r.moment], width=110),
    Column(
        "due",
        "À appeler",
        _due,
        width=190,
        sort=lambda r: r.due_on,
        tone=lambda r: "accent-ink" if _late(r) > 30 else "",
    ),
    Column("phone", "Téléphone", lambda r: r.phone or "–", width=130),
    Column("last", "Dernier essai", _last, width=230, paint="muted", sort=lambda r: r.last_on),
)


class CallsPage(InnerPage):
    """`closed` when the person goes back to the list."""

    help_page: ClassVar[str] = "suivi"

    closed = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self._current: DueCall | None = None
        editable = rights.may(context, Right.EDIT_PEOPLE)
        lists = context.bridge.read(person_choices.choices)
        self.bar = ViewBar(
            "Appels à passer", path=(("Participants", self.close_page), ("Appels à passer", None))
        )
        self.table = Table(
            COLUMNS,
            row_id=lambda r: r.key,
            placeholder="Nom, téléphone…",
            counted=("appel", "appels"),
            sort="due",
            empty=EmptyState(
                "phone",
                "Personne à appeler aujourd’hui",
                "Trois et six mois après une sortie, les personnes paraissent ici avec leur téléphone. "
                "Elles en partent une fois jointes.",
            ),
            name="Appels à passer",
        )
        self.table.current_changed.connect(self._chosen)
        self.table.activated.connect(self._to_answer)
        self.facts = column(spacing=4)
        self.form = FormSection(
            context,
            "Noter l’appel",
            Form(_sections(lists.lists["follow_up_outcome"]), columns=1),
            NAME,
            self._write,
            editable=editable,
        )
        self.form.saved.connect(self._noted)
        open_file = buttons.link("Ouvrir le dossier", "user", self._open_file)
        later = buttons.link("Noter la situation", "clipboard-list", self._open_situation)
        self.panel = SidePanel("", icon="phone", closable=False, foot=(open_file, later))
        self.panel.body.addLayout(self.facts)
        self.panel.body.addSpacing(8)
        self.panel.body.addWidget(self.form)
        left = column(self.table, spacing=0, margins=(24, 8, 24, 16))
        main = row(holder(left), spacing=0)
        main.setStretch(0, 1)
        main.addWidget(self.panel)
        whole = column(self.bar, spacing=0)
        whole.addLayout(main, 1)
        self.setLayout(whole)
        surface(self, "background")
        leave = QShortcut(QKeySequence(Qt.Key.Key_Escape), self, self.close_page)
        leave.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        context.bridge.changed.connect(self._changed)

    def start(self, pathway_id: uuid.UUID | None = None) -> None:
        """Show who is due; the one asked for first."""
        self._reload()
        wanted = next((one.key for one in self.table.model.rows() if one.pathway_id == pathway_id), None)
        if wanted is None or not self.table.set_current(wanted):
            self.table.select_first()
        self.table.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def save(self) -> bool:
        """Ctrl+S: note the call being typed."""
        return self.form.save()

    def keep_drafts(self) -> None:
        """Keep what is typed now."""
        self.form.keep_draft()

    def close_page(self) -> None:
        """Back to the list of people."""
        self.keep_drafts()
        self.closed.emit()

    def _reload(self) -> None:
        bridge = self.context.bridge
        rows = bridge.read(follow_up.due, bridge.scope)
        self.table.set_rows(rows)
        self.bar.set_title("Appels à passer", count(len(rows), "personne") if rows else "")
        self.panel.setVisible(bool(rows))

    def _changed(self, tables: frozenset[str]) -> None:
        if tables & TABLES and not self.form.saving:
            self._reload()
            self._chosen(self._current.key if self._current else None)

    def _chosen(self, key: Any) -> None:
        self._show(next((one for one in self.table.model.rows() if one.key == key), None))

    def _show(self, one: DueCall | None) -> None:
        """Somebody in the panel; what was being typed about another is kept as a draft."""
        if self._current is None or one is None or one.key != self._current.key:
            self.form.forget()
        self._current = one
        if one is None:
            return
        self.panel.set_title(one.name)
        clear_layout(self.facts)
        for line in _facts(one):
            self.facts.addWidget(line)
        self.form.keeper.name = f"{NAME}.{one.moment}"
        values: Values = {"outcome_code": None, "day": clock.today(), "note": ""}
        self.form.show_values(one.pathway_id, one.name, values)

    def _to_answer(self, _key: object) -> None:
        self.form.form.field("outcome_code").setFocus(Qt.FocusReason.TabFocusReason)

    def _write(self, values: Values) -> None:
        one = self._current
        assert one is not None
        typed = CallInput(one.pathway_id, one.moment, **values)
        self.context.bridge.write(f"Noter un appel, dossier {one.number}", follow_up.save, typed)

    def _noted(self) -> None:
        """On to the next one."""
        position = self.table.view.currentIndex().row()
        self._reload()
        left = self.table.model.rowCount()
        if left:
            self.table.view.go_to(max(0, min(position, left - 1)))
            self._chosen(self.table.current_id())
        self.table.view.setFocus(Qt.FocusReason.OtherFocusReason)
        self.context.window.notify("Appel noté", undoable=True)

    def _open_file(self) -> None:
        if self._current is not None:
            self.context.window.navigate("participants", "exit", self._current.participant_id)

    def _open_situation(self) -> None:
        if self._current is not None:
            self.context.window.navigate("participants", "situation", self._current.participant_id)


def _sections(outcomes: Sequence[tuple[str, str]]) -> Sequence[Section]:
    return (
        Section(
            "",
            (
                FieldSpec(
                    "outcome_code",
                    "Ce que l’appel a donné",
                    "radio",
                    choices=outcomes,
                    options={"vertical": True},
                ),
                FieldSpec("day", "Appel du", "date"),
                FieldSpec("note", "Remarque", "multiline", rows=2),
            ),
        ),
    )


def _facts(one: DueCall) -> list[QWidget]:
    """How to reach the person, and from where they left."""
    phone = label(one.phone or "Pas de téléphone", "total", selectable=True)
    lines: list[QWidget] = [phone]
    if one.phone:
        lines.append(
            label("SMS accepté" if one.sms_accepted else "SMS non accepté ou non demandé", "secondary")
        )
    if one.email:
        lines.append(label(one.email, "body", selectable=True))
    if one.reachable_referent:
        words = f"Référent joignable{NBSP}: {one.reachable_referent}"
        lines.append(label(words, "body", wrap=True, selectable=True))
    by = f", suivi par {one.referent}" if one.referent else ""
    lines.append(label(f"Sorti le {date_medium(one.exit_on)}{by}", "secondary", wrap=True))
    lines.append(label(f"{WORDS[one.moment]}{NBSP}: {_due(one)} · {_last(one)}", "secondary", wrap=True))
    return lines
