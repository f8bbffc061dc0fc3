"""« Confidentialité »: the confidential block, the papers asked for, the weight of the attached files."""

from __future__ import annotations

from typing import Any

from elans_desktop.core.formats import count
from elans_desktop.services.incoming_files import size_words
from elans_desktop.services.organisation import reference, schemes
from elans_desktop.services.organisation.schemes import SchemeView
from elans_desktop.services.participants import attachments, papers, portraits, sensitive
from elans_desktop.storage import unused_files
from elans_desktop.ui.context import Context
from elans_desktop.ui.kit import buttons, dialogs
from elans_desktop.ui.kit.card import Card
from elans_desktop.ui.kit.form import FieldSpec
from elans_desktop.ui.kit.form import Section as FormSection
from elans_desktop.ui.kit.layout import column, label, row
from elans_desktop.ui.settings.form_card import FormCard
from elans_desktop.ui.settings.section import Section

_READERS = (
    "Un référent le lit dans les dossiers qu’il suit, la coordination et l’administration dans tous. "
    "L’accueil et la consultation ne le voient jamais. Il n’est ni dans les listes, ni dans la recherche, ni "
    "dans les exports\u00a0; sur la fiche imprimée, seulement si on le demande, avec un filigrane."
)
_OPEN_WORDS = (
    "Ces données sont protégées par la loi. N’ouvrez ce bloc que si votre accompagnement en a besoin, et "
    "inscrivez-le à votre registre des traitements. Chaque réponse devra dire à quoi elle sert."
)
_CLOSE_WORDS = (
    "Ce qui y est écrit reste dans le classeur, sans que personne ne le voie, jusqu’à sa réouverture."
)


_PHOTOS = (
    "Facultative. Une fois permise, une image jointe au dossier comme «\u00a0Photo de la personne\u00a0» "
    "paraît à côté de son nom, dans le dossier seulement\u00a0: ni dans les listes, ni sur les feuilles. "
    "Elle se remplace et se retire comme toute pièce, et s’efface avec le dossier."
)


class PrivacySection(Section):
    """What is kept of people beyond their file, and who sees it."""

    key = "privacy"
    title = "Confidentialité"
    intro = "Ce que le classeur garde de sensible, les pièces qu’il demande, la place qu’elles prennent."
    tables = frozenset({"setting", "scheme", "reference_item", "attachment", "sensitive_record"})

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.block = Card("Bloc confidentiel")
        self.state = label("", "strong")
        self.switch = buttons.secondary("", "lock", self._switch)
        self.switch.setVisible(self.may_edit)
        for words in (sensitive.NEVER, _READERS):
            self.block.add(label(words, "body", wrap=True))
        self.block.add(row(self.state, None, self.switch))
        self.photos = Card("Photo de la personne")
        self.photo_state = label("", "strong")
        self.photo_switch = buttons.secondary("", "", self._switch_photos)
        self.photo_switch.setVisible(self.may_edit)
        self.photos.add(label(_PHOTOS, "body", wrap=True), row(self.photo_state, None, self.photo_switch))
        self.kept = Card("Fichiers joints")
        self.weight = label("", "body", wrap=True)
        self.sweep = buttons.secondary("Effacer maintenant", "trash-2", self._sweep)
        self.kept.add(self.weight, row(self.sweep, None))
        self._place = column(spacing=0)
        self.papers: FormCard | None = None
        self._asked: object = None
        self.page.addWidget(self.block)
        self.page.addWidget(self.photos)
        self.page.addLayout(self._place)
        self.page.addWidget(self.kept)
        self.page.addStretch(1)

    def refresh(self) -> None:
        """Read the choices and the weight."""
        read = self.context.bridge.read
        on, written = read(sensitive.is_kept), read(sensitive.count)
        words = count(written, "dossier le remplit", "dossiers le remplissent")
        self.state.setText(
            f"Ouvert\u00a0: {words}" if on else f"Fermé\u00a0: {words}" if written else "Fermé"
        )
        self.switch.setText("Fermer le bloc" if on else "Ouvrir le bloc")
        self.switch.set_icon("lock" if on else "lock-open")
        shown = read(portraits.is_kept)
        self.photo_state.setText("Montrée en tête du dossier" if shown else "Pas de photo")
        self.photo_switch.setText("Ne plus montrer les photos" if shown else "Montrer les photos")
        self._show_papers()
        self._show_weight()

    def _show_papers(self) -> None:
        """The card is made again when the kinds or the schemes have changed."""
        read = self.context.bridge.read
        listed = read(reference.items, papers.KINDS)
        kinds = tuple((item.code, item.label) for item in listed if item.code != portraits.KIND)
        known = read(schemes.rows)
        asked = (kinds, tuple((scheme.code, scheme.label) for scheme in known))
        if self.papers is None or asked != self._asked:
            if self.papers is not None:
                self._place.removeWidget(self.papers)
                self.papers.deleteLater()
            self._asked = asked
            self.papers = self._make_papers(kinds, known)
            self._place.addWidget(self.papers)
        self.papers.refresh()

    def _make_papers(self, kinds: tuple[tuple[str, str], ...], known: tuple[SchemeView, ...]) -> FormCard:
        fields = [
            FieldSpec(scheme.code, scheme.label, "multi", choices=kinds, options={"columns": 2})
            for scheme in known
        ]
        return FormCard(
            self.context,
            "settings.papers",
            "Pièces demandées",
            (
                FormSection(
                    "",
                    fields,
                    "Ce qui manque se voit dans le dossier\u00a0; ce qui expire, sur Accueil aussi.",
                ),
            ),
            load=self._load_papers,
            store=self._store_papers,
            columns=1,
            may_edit=self.may_edit,
        )

    def _load_papers(self) -> dict[str, Any]:
        known = self.context.bridge.read(schemes.rows)
        return {scheme.code: papers.required_kinds(scheme.code, scheme.options) for scheme in known}

    def _store_papers(self, values: dict[str, Any]) -> None:
        known = {scheme.code: scheme for scheme in self.context.bridge.read(schemes.rows)}
        before = self._load_papers()
        with self.context.bridge.workspace.write("Choisir les pièces demandées") as session:
            for code, kinds in values.items():
                if tuple(kinds) != before[code]:
                    papers.save_required(session, known[code].id, kinds)
        self.said("Pièces demandées enregistrées")

    def _show_weight(self) -> None:
        found = self.context.bridge.read(attachments.weight)
        removed = len(self.context.bridge.read(unused_files.unused, 0))
        kept = (
            f"{count(found.count, 'fichier')}, {size_words(found.size)}." if found.count else "Aucun fichier."
        )
        words = (
            f"{kept} Un fichier retiré d’un dossier reste {unused_files.KEPT_DAYS}\u00a0jours, le temps d’un "
            "Ctrl+Z, puis ses octets sont effacés. Les sauvegardes déjà faites les gardent jusqu’à leur fin."
        )
        self.weight.setText(words)
        self.sweep.setVisible(self.may_edit and removed > 0)
        self.sweep.setText(f"Effacer maintenant {count(removed, 'fichier retiré', 'fichiers retirés')}")

    def _switch(self) -> None:
        on = not self.context.bridge.read(sensitive.is_kept)
        title = "Ouvrir le bloc confidentiel\u00a0?" if on else "Fermer le bloc confidentiel\u00a0?"
        if not dialogs.confirm(
            self, title, _OPEN_WORDS if on else _CLOSE_WORDS, "Ouvrir" if on else "Fermer", danger=on
        ):
            return
        words = "Ouvrir le bloc confidentiel" if on else "Fermer le bloc confidentiel"
        write = self.context.bridge.write
        if self.attempt(lambda: write(words, sensitive.keep, on=on)):
            self.said("Bloc confidentiel ouvert" if on else "Bloc confidentiel fermé")

    def _switch_photos(self) -> None:
        on = not self.context.bridge.read(portraits.is_kept)
        words = "Montrer la photo des personnes" if on else "Ne plus montrer la photo des personnes"
        if self.attempt(lambda: self.context.bridge.write(words, portraits.keep, on=on)):
            self.said("Photos montrées en tête des dossiers" if on else "Photos cachées")

    def _sweep(self) -> None:
        text = "Un Ctrl+Z ne pourra plus les remettre dans leur dossier."
        if dialogs.confirm(self, "Effacer les fichiers retirés\u00a0?", text, "Effacer", danger=True):
            many = unused_files.sweep(self.context.bridge.workspace, 0)
            self.said(f"{count(many, 'fichier effacé', 'fichiers effacés')}", undoable=False)
            self._show_weight()

    def save(self) -> None:
        """Keep the papers asked for."""
        if self.papers is not None:
            self.papers.save()

    def keep_drafts(self) -> None:
        """Keep what is typed."""
        if self.papers is not None:
            self.papers.drafts.keep()

    def leave(self) -> bool:
        """Keep first."""
        return self.papers is None or self.papers.save()
