"""« Utilisateurs »: who opens the classeur, my phrase, the fiche de secours."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from elans_desktop.core.errors import ElansError, InputError
from elans_desktop.services.organisation import professionals, users
from elans_desktop.services.organisation.users import UserInput, UserRow
from elans_desktop.services.permissions import ROLE_LABELS, Right
from elans_desktop.storage import passphrase
from elans_desktop.ui.context import Context
from elans_desktop.ui.kit import buttons, dialogs
from elans_desktop.ui.kit.card import Card
from elans_desktop.ui.kit.flow import FlowLayout
from elans_desktop.ui.kit.form import FieldSpec
from elans_desktop.ui.kit.form import Section as FormSection
from elans_desktop.ui.kit.layout import label
from elans_desktop.ui.kit.table import Column, Table
from elans_desktop.ui.settings.phrase_card import NOT_THE_SAME, PhraseCard
from elans_desktop.ui.settings.recovery_card import RecoveryCard
from elans_desktop.ui.settings.section import Section, ignoring

ROLE_HELP = {
    "administration": "tout, y compris les utilisateurs",
    "coordination": "tout, sauf les utilisateurs",
    "referent": "les personnes, le calendrier, les évaluations",
    "accueil": "les personnes et les présences",
    "consultation": "les statistiques seulement",
}
PHRASE_HELP = "Au moins 8 signes. Quatre mots sans rapport entre eux font une bonne phrase."


class UsersSection(Section):
    """The list, then one's own phrase, then the recovery sheet."""

    key = "users"
    title = "Utilisateurs"
    intro = (
        "Chaque personne ouvre le classeur avec sa propre phrase. "
        "Son nom est inscrit à côté de ce qu’elle fait."
    )
    tables = frozenset({"user", "professional"})
    right = Right.MANAGE_USERS
    reader_words = (
        "Vous pouvez changer votre phrase et votre nom. Pour le reste, demandez à la personne qui administre "
        "le classeur."
    )

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.add = buttons.secondary("Ajouter une personne", "user-plus", self.start_new)
        self.name = buttons.secondary("Renommer…", "pencil", self._rename)
        self.role = buttons.secondary("Changer son rôle", "shield-user", self._change_role)
        self.reset = buttons.quiet("Phrase oubliée…", "key-round", self._reset_phrase)
        self.remove = buttons.danger("Retirer…", "user-minus", self._remove)
        self.table = Table(
            (
                Column("name", "Nom", self._name, paint="strong"),
                Column("function", "Fonction", lambda r: r.function, width=170),
                Column("role", "Rôle", lambda r: r.role_label, width=200),
                Column(
                    "state",
                    "",
                    lambda r: "" if r.active else "n’ouvre plus le classeur",
                    width=180,
                    paint="muted",
                ),
            ),
            row_id=lambda r: r.id,
            counted=("personne", "personnes"),
            with_search=False,
            name="Utilisateurs du classeur",
        )
        self.table.current_changed.connect(ignoring(self._fit))
        self.card = Card("Personnes qui ouvrent ce classeur")
        self.card.add(self.table)
        for button in (self.add, self.role, self.reset, self.remove):
            button.setVisible(self.may_edit)
        actions = FlowLayout()
        for button in (self.add, self.name, self.role, self.reset, self.remove):
            actions.addWidget(button)
        self.card.add(actions)
        for _code, words in _role_choices():
            self.card.add(label(words, "caption", wrap=True))
        self.phrase = PhraseCard(self._change_phrase, self._known_words)
        self.recovery = RecoveryCard(context, may_edit=self.may_edit)
        for card in (self.card, self.phrase, self.recovery):
            self.page.addWidget(card)
        self.page.addStretch(1)

    def refresh(self) -> None:
        """Read the users."""
        self.table.set_rows(self.context.bridge.read(users.rows))
        self.table.fit_height()
        self._fit()

    def save(self) -> None:
        """Change one's phrase, when it is being typed."""
        if self.phrase.form.is_dirty():
            self.phrase.submit()

    def start_new(self) -> None:
        """Ask who, then give them a slot."""
        if not self.may_edit:
            return
        people = self.context.bridge.read(professionals.rows)
        free = [(row.id, row.natural_name) for row in people if row.user_role is None]
        fields = (
            FieldSpec("name", "Prénom et nom", required=True),
            FieldSpec("function", "Fonction", placeholder="Coordinatrice, référent…"),
            FieldSpec("role", "Rôle", "choice", choices=_role_choices(), options={"empty": None}, span=2),
            FieldSpec(
                "professional_id", "Sa fiche de professionnel, s’il en a une", "choice", choices=free, span=2
            ),
            FieldSpec("phrase", "Phrase de passe", "passphrase", required=True, help=PHRASE_HELP),
            FieldSpec("again", "La même, encore une fois", "passphrase", required=True),
        )
        values = {"role": "coordination"}
        text = "Laissez la personne choisir sa phrase et la taper elle-même."
        sections = (FormSection("", fields),)
        entered = dialogs.ask_form(
            self,
            "Ajouter une personne",
            sections,
            values=values,
            accept="Ajouter",
            text=text,
            save=_check_new,
        )
        if entered is not None:
            new = _user_input(entered)
            self._off_thread(lambda: users.add(self.context.bridge.workspace, new), "Personne ajoutée")

    def _name(self, shown: UserRow) -> str:
        mine = shown.id == self.context.bridge.actor.user_id
        return f"{shown.name} (vous)" if mine else shown.name

    def _fit(self) -> None:
        shown = self.table.current_row()
        other = shown is not None and shown.active and shown.id != self.context.bridge.actor.user_id
        for button in (self.role, self.reset, self.remove):
            button.setEnabled(other)
        mine = shown is not None and shown.id == self.context.bridge.actor.user_id
        self.name.setEnabled(mine or (other and self.may_edit))

    def _rename(self) -> None:
        shown = self.table.current_row()
        if shown is None:
            return
        fields = (
            FieldSpec("name", "Prénom et nom", required=True, options={"max_length": 120}),
            FieldSpec("function", "Fonction", options={"max_length": 200}),
        )
        text = "C’est le nom que l’on choisit à l’ouverture du classeur."
        values = {"name": shown.name, "function": shown.function}
        entered = dialogs.ask_form(
            self, "Changer le nom affiché", (FormSection("", fields),), values=values, text=text, columns=1
        )
        if entered is not None:
            workspace, name, function = self.context.bridge.workspace, entered["name"], entered["function"]
            self._off_thread(lambda: users.rename(workspace, shown.id, name, function), "Nom changé")

    def _change_role(self) -> None:
        shown = self.table.current_row()
        if shown is None:
            return
        field = FieldSpec("role", "Rôle", "choice", choices=_role_choices(), options={"empty": None})
        title = f"Le rôle de {shown.name}"
        entered = dialogs.ask_form(
            self, title, (FormSection("", (field,)),), values={"role": shown.role}, columns=1
        )
        if entered is not None and entered["role"] != shown.role:
            workspace, role = self.context.bridge.workspace, entered["role"]
            self._off_thread(lambda: users.set_role(workspace, shown.id, role), "Rôle changé")

    def _reset_phrase(self) -> None:
        shown = self.table.current_row()
        if shown is None:
            return
        fields = (
            FieldSpec("phrase", "Nouvelle phrase de passe", "passphrase", required=True, help=PHRASE_HELP),
            FieldSpec("again", "La même, encore une fois", "passphrase", required=True),
        )
        title = f"Une nouvelle phrase pour {shown.name}"
        text = "Laissez la personne la taper elle-même."
        sections = (FormSection("", fields),)
        entered = dialogs.ask_form(self, title, sections, text=text, save=_check_phrases, columns=1)
        if entered is not None:
            workspace, phrase = self.context.bridge.workspace, entered["phrase"]
            self._off_thread(
                lambda: users.reset_phrase(workspace, shown.id, phrase), "Nouvelle phrase enregistrée"
            )

    def _remove(self) -> None:
        shown = self.table.current_row()
        if shown is None:
            return
        question = f"Retirer {shown.name}\u00a0?"
        text = (
            "Sa phrase n’ouvrira plus ce classeur sur cet ordinateur. Ce qu’elle a fait garde son nom. "
            "Une copie du classeur déjà emportée s’ouvre encore avec son ancienne phrase."
        )
        if dialogs.confirm(self, question, text, "Retirer", danger=True):
            workspace, user_id = self.context.bridge.workspace, shown.id
            self._off_thread(lambda: users.remove(workspace, user_id), "Personne retirée")

    def _change_phrase(self, old: str, new: str) -> None:
        workspace = self.context.bridge.workspace
        self.phrase.set_busy(True)

        def failed(problem: Exception) -> None:
            self.phrase.set_busy(False)
            if isinstance(problem, ElansError):
                self.phrase.show_problem(problem)
            else:
                self.context.jobs.bug.emit(problem)

        def done(_nothing: object) -> None:
            self.phrase.set_busy(False)
            self.phrase.clear()
            self.said("Votre phrase est changée", undoable=False)

        self.context.jobs.run(lambda _p: users.change_phrase(workspace, old, new), done=done, failed=failed)

    def _known_words(self) -> tuple[str, ...]:
        return (self.context.bridge.actor.name, self.context.bridge.workspace.title)

    def _off_thread(self, act: Callable[[], object], words: str) -> None:
        def done(_nothing: object) -> None:
            self.refresh()
            self.said(words, undoable=False)

        def failed(problem: Exception) -> None:
            if isinstance(problem, ElansError):
                dialogs.show_error(self, problem)
            else:
                self.context.jobs.bug.emit(problem)

        self.context.jobs.run(lambda _progress: act(), done=done, failed=failed)


def _role_choices() -> list[tuple[str, str]]:
    names = {code: ROLE_LABELS[code].split(" (")[0].capitalize() for code in ROLE_HELP}
    return [(code, f"{names[code]}\u00a0: {words}") for code, words in ROLE_HELP.items()]


def _user_input(values: dict[str, Any]) -> UserInput:
    professional_id: uuid.UUID | None = values["professional_id"]
    return UserInput(values["name"], values["function"], values["role"], values["phrase"], professional_id)


def _check_new(values: dict[str, Any]) -> None:
    users.check_new(_user_input(values))
    _check_same(values)


def _check_phrases(values: dict[str, Any]) -> None:
    try:
        passphrase.check(values["phrase"])
    except InputError as error:
        raise InputError({"phrase": error.message}) from None
    _check_same(values)


def _check_same(values: dict[str, Any]) -> None:
    if values["phrase"] != values["again"]:
        raise InputError({"again": NOT_THE_SAME})
