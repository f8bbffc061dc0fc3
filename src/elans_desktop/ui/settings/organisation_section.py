"""« Organisation »: who we are, as printed at the head and the foot of the documents."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from elans_desktop.services import files
from elans_desktop.services.calendar import calendar_days
from elans_desktop.services.governance import structures
from elans_desktop.services.governance.structures import StructureInput, StructureView
from elans_desktop.services.organisation import reference, settings
from elans_desktop.storage import access
from elans_desktop.ui import commune_field
from elans_desktop.ui.context import Context
from elans_desktop.ui.kit.card import Card
from elans_desktop.ui.kit.form import FieldSpec
from elans_desktop.ui.kit.form import Section as FormSection
from elans_desktop.ui.settings.form_card import FormCard, Values
from elans_desktop.ui.settings.logo_editor import LogoEditor
from elans_desktop.ui.settings.section import Section

CHANGE = "Modifier la fiche de l’organisation"
SCHOOL_ZONES = (
    ("A", "Zone A (Besançon, Bordeaux, Clermont-Ferrand, Dijon, Grenoble, Limoges, Lyon, Poitiers)"),
    (
        "B",
        "Zone B (Aix-Marseille, Amiens, Lille, Nancy-Metz, Nantes, Nice, Normandie, Orléans, Reims, Rennes…)",
    ),
    ("C", "Zone C (Créteil, Montpellier, Paris, Toulouse, Versailles)"),
)


class OrganisationSection(Section):
    """Identity, logo, and the place whose holidays shade the calendar."""

    key = "organisation"
    title = "Organisation"
    intro = "Ces renseignements sont imprimés en tête et au pied de vos documents."
    tables = frozenset({"structure", "setting", "reference_item"})

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._shown: StructureView | None = None
        kinds = context.bridge.read(reference.items, "structure_kinds")
        self.logo = LogoEditor()
        self.logo.chosen.connect(self._set_logo)
        self.logo.removed.connect(lambda: self._set_logo(None))
        logo_card = Card("Logo")
        logo_card.add(self.logo)
        self.identity = FormCard(
            context,
            "settings.organisation",
            "Identité",
            (
                FormSection(
                    "",
                    (
                        FieldSpec("name", "Nom complet", required=True, span=2),
                        FieldSpec("short_name", "Nom court, sur les feuilles"),
                        FieldSpec("legal_form", "Forme juridique", placeholder="Association loi 1901"),
                        FieldSpec(
                            "kind_code",
                            "Sorte de structure",
                            "choice",
                            choices=[(kind.code, kind.label) for kind in kinds],
                        ),
                        FieldSpec("is_training_provider", "Organisme de formation déclaré", "check"),
                        FieldSpec("siret", "SIRET", help="14 chiffres."),
                        FieldSpec(
                            "nda", "N° de déclaration d’activité", help="Pour un organisme de formation."
                        ),
                    ),
                ),
                FormSection(
                    "Adresse et contact",
                    (
                        FieldSpec("address", "Adresse", "multiline", rows=2, span=2),
                        *commune_field.specs(120),
                        FieldSpec("phone", "Téléphone", "phone"),
                        FieldSpec("email", "Adresse électronique"),
                        FieldSpec("website", "Site internet"),
                    ),
                ),
            ),
            load=self._load,
            store=self._store,
            remarks=self._remarks,
            may_edit=self.may_edit,
        )
        commune_field.follow(self.identity.form)
        zones = tuple(calendar_days.HOLIDAY_ZONES.items())
        self.calendar = FormCard(
            context,
            "settings.holidays",
            "Jours fériés et vacances scolaires",
            (
                FormSection(
                    "",
                    (
                        FieldSpec(
                            "holiday_zone", "Jours fériés", "choice", choices=zones, options={"empty": None}
                        ),
                        FieldSpec(
                            "school_zone",
                            "Vacances scolaires",
                            "choice",
                            choices=SCHOOL_ZONES,
                            span=2,
                            options={"empty": None},
                        ),
                    ),
                    help="Ils sont ombrés dans le calendrier\u00a0; une séance peut s’y tenir quand même.",
                ),
            ),
            load=self._load_zones,
            store=self._store_zones,
            may_edit=self.may_edit,
            primary=False,
        )
        self.workspace_name = FormCard(
            context,
            "settings.workspace",
            "Nom du classeur",
            (
                FormSection(
                    "",
                    (FieldSpec("title", "Nom", required=True, options={"max_length": 120}, span=2),),
                    help="Il s’affiche à l’ouverture, sur la fiche de secours et sur les sauvegardes.",
                ),
            ),
            load=lambda: {"title": context.bridge.workspace.title},
            store=self._rename_workspace,
            may_edit=self.may_edit,
            primary=False,
        )
        self.signatory = FormCard(
            context,
            "settings.signatory",
            "Signature des attestations",
            (
                FormSection(
                    "",
                    (
                        FieldSpec("signatory_name", "Nom de la personne qui signe"),
                        FieldSpec("signatory_function", "Sa qualité", placeholder="présidente"),
                    ),
                    help="Imprimés sur les relevés de présence, les attestations et les certificats.",
                ),
            ),
            load=self._load_signatory,
            store=self._store_signatory,
            may_edit=self.may_edit,
            primary=False,
        )
        self.forms = (self.identity, self.signatory, self.calendar, self.workspace_name)
        self.logo.setEnabled(self.may_edit)
        for card in (self.identity, logo_card, self.signatory, self.calendar, self.workspace_name):
            self.page.addWidget(card)
        self.page.addStretch(1)

    def refresh(self) -> None:
        """Read our structure and the zones."""
        self._shown = self.context.bridge.read(structures.ours)
        for form in self.forms:
            form.refresh()
        sha = self._shown.logo_sha256 if self._shown else None
        self.logo.show_logo(self.context.bridge.read(files.load, sha))

    def save(self) -> None:
        """Keep what was typed."""
        for form in self.forms:
            form.save()

    def keep_drafts(self) -> None:
        """Keep what is typed."""
        for form in self.forms:
            form.drafts.keep()

    def leave(self) -> bool:
        """Keep first what can be kept."""
        return all(form.save() for form in self.forms)

    def _load(self) -> dict[str, Any]:
        if self._shown is None:
            return {}
        kept = self._shown.input
        values = {name: getattr(kept, name) for name in self.identity.form.names()}
        return values | {"commune": (kept.commune, kept.postcode, kept.insee)}

    def _entered(self, values: dict[str, Any]) -> StructureInput:
        commune, _postcode, insee = values["commune"]
        kept = self._shown.input if self._shown else StructureInput()
        typed: Values = {**values, "commune": commune, "insee": insee}
        return replace(kept, **typed)

    def _store(self, values: dict[str, Any]) -> None:
        self.context.bridge.write(CHANGE, structures.save, self._entered(values))
        self._shown = self.context.bridge.read(structures.ours)
        self.said("Organisation enregistrée")

    def _remarks(self, values: dict[str, Any]) -> dict[str, str]:
        return structures.remarks(self._entered(values))

    def _set_logo(self, content: bytes | None) -> None:
        if self._shown is None:
            return
        label = "Changer le logo" if content else "Retirer le logo"
        structure_id = self._shown.id
        if self.attempt(lambda: self.context.bridge.write(label, structures.set_logo, structure_id, content)):
            self.said("Logo enregistré" if content else "Logo retiré")

    def _rename_workspace(self, values: dict[str, Any]) -> None:
        access.rename(self.context.bridge.workspace, values["title"])
        self.said("Classeur renommé", undoable=False)

    def _load_signatory(self) -> dict[str, Any]:
        chosen = self.context.bridge.read(settings.values)
        names = (settings.SIGNATORY_NAME, settings.SIGNATORY_FUNCTION)
        return {name: chosen.text(name) for name in names}

    def _store_signatory(self, values: dict[str, Any]) -> None:
        self.context.bridge.write("Changer la signature des attestations", settings.save_all, values)
        self.said("Signature enregistrée")

    def _load_zones(self) -> dict[str, Any]:
        chosen = self.context.bridge.read(settings.values)
        return {"holiday_zone": chosen.text(settings.HOLIDAY_ZONE), "school_zone": chosen.text("school_zone")}

    def _store_zones(self, values: dict[str, Any]) -> None:
        self.context.bridge.write("Choisir la zone de vacances", settings.save_all, values)
        self.said("Zones enregistrées")
