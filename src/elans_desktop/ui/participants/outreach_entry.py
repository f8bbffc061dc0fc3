"""« Saisie rapide »: a stand, its pad, the counter of the day; the keyboard is enough."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from elans_desktop.core import clock
from elans_desktop.core.errors import ElansError, InputError
from elans_desktop.core.formats import NBSP, date_medium, number
from elans_desktop.services.organisation import professionals
from elans_desktop.services.participants import detection, detection_anonymous, detection_list
from elans_desktop.services.participants.detection_anonymous import AnonymousInput, Tally
from elans_desktop.services.participants.detection_list import TO_RECALL, ContactLine
from elans_desktop.services.participants.person_choices import PersonChoices
from elans_desktop.ui import scheme, theme
from elans_desktop.ui.commune_field import CommuneField
from elans_desktop.ui.context import Context
from elans_desktop.ui.kit import buttons, dialogs
from elans_desktop.ui.kit.card import Card
from elans_desktop.ui.kit.empty import EmptyState
from elans_desktop.ui.kit.form import FieldSpec, Form, Section
from elans_desktop.ui.kit.layout import column, holder, label, row, scrolled
from elans_desktop.ui.kit.table import Column, Table
from elans_desktop.ui.participants import outreach_convert
from elans_desktop.ui.participants.outreach_pad import Pad

STAND_WIDTH, LEAST_LIST = 320, 110
_HELP = (
    "Une touche pour le sexe, une pour l’âge, Entrée\u00a0: c’est noté. Le jour, le lieu et le mode restent. "
    "Retour arrière efface le choix, Ctrl+Z retire le dernier contact. Aucun nom ici."
)


class OutreachEntry(QWidget):
    """`person_asked(id)`: a file was just opened."""

    person_asked = Signal(object)

    def __init__(self, context: Context, lists: PersonChoices) -> None:
        super().__init__()
        self.context, self._lists = context, lists
        self.stand = Form((Section("Le stand", self._stand_fields()),), columns=1)
        self.pad = Pad(lists.lists["sex"], context.bridge.read(detection_anonymous.age_bands))
        self.pad.noted.connect(self.note)
        self.figure = label("", "display")
        self.fact = label("", "muted", wrap=True)
        self.table = Table(
            (
                Column("what", "Personne", lambda r: _who(r)),
                Column("place", "Lieu", lambda r: r.place or r.commune, width=170, paint="muted"),
                Column("outcome", "", _outcome, width=130, paint="muted"),
            ),
            row_id=lambda r: r.id,
            with_search=False,
            empty=EmptyState("megaphone", "Aucun contact ce jour"),
            name="Contacts du jour",
        )
        self.convert_button = buttons.small("Ouvrir son dossier", "user-plus", self.convert_current)
        self.delete_button = buttons.icon_button(
            "trash-2", "Supprimer ce contact", self.delete_current, small=True
        )
        self.table.current_changed.connect(self._fit)
        self.table.activated.connect(self._open_current)
        self.setLayout(self._laid_out())
        self.stand.field("day").changed.connect(self._day_changed)

    def _laid_out(self) -> Any:
        inside = holder(column(self.stand, None, spacing=12, margins=(24, 8, 16, 16)))
        left = scrolled(inside, "background")
        left.setFixedWidth(theme.px(STAND_WIDTH))
        today = Card("Ce jour", title_height=40)
        counted = row(self.figure, spacing=12)
        counted.addWidget(self.fact, 1)
        today.add(counted)
        self.table.setMinimumHeight(theme.px(LEAST_LIST))  # it takes what is left, the page scrolls below
        self.table.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)
        today.body.addWidget(self.table, 1)
        today.add(row(self.convert_button, None, self.delete_button))
        right = column(label(_HELP, "secondary", wrap=True), self.pad, spacing=12, margins=(0, 8, 24, 16))
        right.addWidget(today, 1)
        whole = row(left, spacing=8)
        whole.addWidget(scrolled(holder(right), "background"), 1)
        return whole

    def _stand_fields(self) -> tuple[FieldSpec, ...]:
        member = scheme.title(scheme.of(self.context), "member")
        known = self.context.bridge.read(professionals.rows)
        people = tuple((one.id, one.natural_name) for one in known)
        return (
            FieldSpec("day", "Jour", "date", required=True),
            FieldSpec("place", "Lieu ou événement", placeholder="Marché de Flers"),
            FieldSpec(
                "mode_code", "Mode de repérage", "choice", choices=self._lists.lists["detection_modes"]
            ),
            FieldSpec("commune", "Commune des personnes", make=lambda: CommuneField("Commune des personnes")),
            FieldSpec("professional_id", "Qui rencontre", "choice", choices=people),
            FieldSpec("member_id", member, "choice", choices=self._lists.structures),
        )

    def start(self) -> None:
        """Take up the stand of today as it was left, or a new one; the keyboard goes to what is missing."""
        today = clock.today()
        known = self.context.bridge.read(detection_anonymous.last_of, today)
        if known is None:
            me = self.context.bridge.actor.professional_id
            known = AnonymousInput(day=today, professional_id=me, mode_code=None)
        self.show_stand(known)
        self.refresh()
        ready = bool(known.place or known.mode_code)
        target = self.pad if ready else self.stand.field("place").editor
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_stand(self, stand: AnonymousInput) -> None:
        """Show where one stands."""
        names = ("day", "place", "mode_code", "professional_id", "member_id")
        values: dict[str, Any] = {name: getattr(stand, name) for name in names}
        self.stand.set_values(values | {"commune": (stand.commune, "", stand.insee)})

    def day(self) -> date:
        """The day of the stand."""
        return self.stand.field("day").value() or clock.today()

    def refresh(self) -> None:
        """Read the contacts of the day again."""
        read, scope = self.context.bridge.read, self.context.bridge.scope
        tally = read(detection_anonymous.tally, self.day(), scope)
        self.figure.setText(number(tally.total))
        self.fact.setText(_words(tally, dict(self._lists.lists["sex"]), self.day()))
        self.table.set_rows(read(detection_list.rows, scope, self.day()))
        self._fit()

    def _day_changed(self) -> None:
        if self.stand.field("day").value() is not None:
            self.refresh()

    def _fit(self, _chosen: object = None) -> None:
        shown: ContactLine | None = self.table.current_row()
        self.convert_button.setEnabled(shown is not None and shown.is_anonymous)
        self.delete_button.setEnabled(shown is not None)

    def note(self, open_file: bool) -> None:
        """Note the contact of the pad; `open_file`: then ask who the person is."""
        if not self.stand.check():
            return
        if self.pad.sex is None and self.pad.age_band is None:
            self.pad.say("Dites au moins le sexe ou l’âge.")
            return
        values = self.stand.values()
        commune, _postcode, insee = values.pop("commune")
        recall = self.pad.to_recall
        typed = AnonymousInput(
            **values,
            agreement_id=self.context.bridge.scope.agreement_id,
            commune=commune,
            insee=insee,
            sex=self.pad.sex,
            age_band=self.pad.age_band,
            recall_consent=True if recall else None,
            outcome_code=TO_RECALL if recall else None,
        )
        contact = self._write(typed)
        if contact is None:
            return
        self.pad.clear()
        self.refresh()
        self.table.set_current(contact)
        if open_file:
            self.convert(contact)
        self.pad.setFocus(Qt.FocusReason.OtherFocusReason)

    def _write(self, typed: AnonymousInput) -> uuid.UUID | None:
        words = f"Noter un contact{NBSP}: {typed.place}" if typed.place else "Noter un contact de repérage"
        try:
            return self.context.bridge.write(words, detection_anonymous.save, typed)
        except InputError as error:
            self.stand.show_errors(error.fields)
        except ElansError as problem:
            dialogs.show_error(self, problem)
        return None

    def convert_current(self) -> None:
        """Open the file of the contact chosen in the list of the day."""
        shown: ContactLine | None = self.table.current_row()
        if shown is not None and shown.is_anonymous:
            self.convert(shown.id)

    def convert(self, contact_id: uuid.UUID) -> None:
        """Ask who the person is; the file is one click away, the stand goes on."""
        if outreach_convert.open_file(self, self.context, self._lists, contact_id) is not None:
            self.context.window.notify("Dossier ouvert, contact compté une fois", undoable=True)
            self.refresh()

    def _open_current(self, _chosen: object = None) -> None:
        shown: ContactLine | None = self.table.current_row()
        if shown is not None and shown.participant_id is not None:
            self.person_asked.emit(shown.participant_id)
        else:
            self.convert_current()

    def delete_current(self) -> None:
        """Take away a contact noted by mistake."""
        shown: ContactLine | None = self.table.current_row()
        if shown is None:
            return
        write = self.context.bridge.write
        words = "Supprimer un contact de repérage"
        if self.context.attempt(self, lambda: (write(words, detection.delete, shown.id), True)[1]):
            self.refresh()
            self.context.window.notify("Contact supprimé", undoable=True)


def _who(line: ContactLine) -> str:
    if line.person:
        return line.person
    return ", ".join(part for part in (line.sex, line.age_band) if part) or "sans précision"


def _outcome(line: ContactLine) -> str:
    return "dossier ouvert" if line.participant_id else line.outcome


def _words(tally: Tally, sexes: dict[str, str], day: date) -> str:
    """« contacts mar. 04/05/2027 : femme 12 · homme 9 · dont 2 avec dossier »."""
    noun = "contacts" if tally.total > 1 else "contact"
    known = ((words.lower(), tally.by_sex.get(code, 0)) for code, words in sexes.items())
    parts = [f"{words}{NBSP}{number(many)}" for words, many in known if many]
    if tally.named:
        parts.append(f"dont {number(tally.named)} avec dossier")
    told = " · ".join(parts)
    return f"{noun} {date_medium(day)}" + (f"{NBSP}: {told}" if told else "")
