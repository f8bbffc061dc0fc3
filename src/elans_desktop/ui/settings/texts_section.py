"""« Charte et note d’information »: the texts handed to people, in the words of the organisation."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QStackedWidget

from elans_desktop.services import printed_texts
from elans_desktop.services.organisation import agreements
from elans_desktop.services.printed_texts import CHARTER, NOTE, PrintedText, PrintedTextInput
from elans_desktop.services.printing.printing import DocumentRequest
from elans_desktop.ui.context import Context
from elans_desktop.ui.kit import buttons
from elans_desktop.ui.kit.fields import ChoiceField
from elans_desktop.ui.kit.form import FieldSpec
from elans_desktop.ui.kit.form import Section as FormSection
from elans_desktop.ui.kit.layout import column, holder, label, row
from elans_desktop.ui.settings.form_card import FormCard
from elans_desktop.ui.settings.merge_fields_list import MergeFieldsList
from elans_desktop.ui.settings.section import Section

_HELP = (
    "Une ligne qui commence par «\u00a0#\u00a0» est un titre, par «\u00a0-\u00a0» un point de liste. "
    "Une ligne vide sépare deux paragraphes. Un champ sans valeur devient un pointillé à remplir."
)


class TextsSection(Section):
    """One text at a time, chosen above."""

    key = "texts"
    title = "Charte et note d’information"
    intro = (
        "Ces textes sont des propositions\u00a0: relisez-les et mettez vos mots. Ils s’impriment depuis "
        "chaque dossier, ou vierges depuis la liste des personnes."
    )
    tables = frozenset({"setting", "agreement", "scheme"})

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._cards: dict[str, FormCard] = {}
        self._known: list[tuple[str, str]] = []
        self.choice = ChoiceField("Texte", ())
        self.choice.changed.connect(self._show)
        self.cards = QStackedWidget()
        self.reset = buttons.quiet("Revenir au texte proposé", "rotate-ccw", self._reset)
        self.preview = buttons.quiet("Voir la page vierge", "eye", self._preview)
        self.state = label("", "secondary")
        self.fields = MergeFieldsList(lambda words: self.said(words, undoable=False))
        self.page.addWidget(self.choice)
        self.page.addWidget(self.cards)
        self.page.addLayout(row(self.reset, self.preview, None, self.state))
        self.page.addWidget(holder(column(self.fields, spacing=0)))

    @property
    def code(self) -> str:
        """The text on show."""
        return str(self.choice.value() or NOTE)

    @property
    def card(self) -> FormCard:
        """Its form, built when it is first shown."""
        code = self.code
        if code not in self._cards:
            made = FormCard(
                self.context,
                f"settings.texts.{code}",
                "",
                [FormSection("", (FieldSpec("text", "Texte", "multiline", rows=16, span=2, help=_HELP),))],
                load=lambda: {"text": self._read(code).text},
                store=lambda values: self._store(code, values),
                columns=1,
                may_edit=self.may_edit,
            )
            self._cards[code] = made
            self.cards.addWidget(made)
        return self._cards[code]

    def refresh(self) -> None:
        """Read the texts; the charter of the scheme on show comes first."""
        rows = self.context.bridge.read(printed_texts.rows)
        known = [(row.code, row.label) for row in rows]
        if known != self._known:  # a scheme was added
            kept = self.choice.value() or self._own_charter()
            self._known = known
            self.choice.set_choices(known)
            self.choice.set_value(kept if kept in dict(known) else NOTE)
        self._show()

    def _own_charter(self) -> str:
        scheme = self.context.bridge.read(agreements.scheme_of_scope, self.context.bridge.scope)
        return self.context.bridge.read(printed_texts.charter, scheme.code).code

    def _show(self) -> None:
        self.cards.setCurrentWidget(self.card)
        self.card.refresh()
        shown = self._read(self.code)
        self.reset.setVisible(self.may_edit and shown.changed)
        self.preview.setVisible(self.code in (NOTE, self._own_charter()))
        self.state.setText("Votre texte" if shown.changed else "Texte proposé")

    def _read(self, code: str) -> PrintedText:
        return self.context.bridge.read(printed_texts.get, code)

    def _store(self, code: str, values: dict[str, Any]) -> None:
        typed = PrintedTextInput(code, values["text"] or "")
        self.context.bridge.write(f"Changer le texte {self._read(code).label}", printed_texts.save, typed)
        self.said("Texte enregistré")

    def _reset(self) -> None:
        words = f"Revenir au texte proposé\u00a0: {self._read(self.code).label}"
        if self.attempt(lambda: self.context.bridge.write(words, printed_texts.reset, self.code)):
            self.card.give_up()
            self._show()
            self.said("Texte proposé remis")

    def _preview(self) -> None:
        key = "charte" if self.code.startswith(CHARTER) else "note-rgpd"
        self.context.window.print_document(DocumentRequest(key, scope=self.context.bridge.scope))

    def save(self) -> None:
        """Keep the text on show."""
        self.card.save()

    def keep_drafts(self) -> None:
        """Keep what is typed."""
        for card in self._cards.values():
            card.drafts.keep()
