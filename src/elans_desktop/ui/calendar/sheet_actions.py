"""What one does with a sheet, from the séance panel and from the presence grid."""

from __future__ import annotations

from datetime import date
from typing import Any

from PySide6.QtWidgets import QWidget

from elans_desktop.core import clock
from elans_desktop.core.formats import NBSP, date_medium, date_short
from elans_desktop.services.calendar.sheet_states import (
    ENTERED,
    PRINTED,
    RECEIVED,
    STATE_LABELS,
    TO_PRINT,
    VALIDATED,
    SheetInfo,
)
from elans_desktop.services.presences import attendance_sheets
from elans_desktop.services.presences.scans import filing
from elans_desktop.ui.context import Context
from elans_desktop.ui.kit import dialogs
from elans_desktop.ui.kit.form import FieldSpec, Section

_BACK = FieldSpec("received_on", "Reçue le", "date", required=True)
"""The day the signed paper came back."""


def words(sheet: SheetInfo | None) -> str:
    """« FE-2027-A0143, imprimée ce matin à 08:47 »: one line under the title."""
    if sheet is None:
        return "Pas encore imprimée"
    if sheet.state == TO_PRINT:
        return f"{sheet.number}, à imprimer"
    if sheet.state == RECEIVED and sheet.received_on:
        return f"{sheet.number}, signée reçue le {date_short(sheet.received_on)}"
    back = f", reçue signée le {date_short(sheet.received_on)}" if sheet.received_on else ""
    if sheet.state == VALIDATED and sheet.validated_at is not None:
        by = f" par {sheet.validated_by}" if sheet.validated_by else ""
        return f"{sheet.number}, validée {_moment(sheet.validated_at)}{by}{back}"
    if sheet.state == ENTERED and sheet.entered_at is not None:
        return f"{sheet.number}, saisie {_moment(sheet.entered_at)}{back or ', pas encore revenue signée'}"
    if sheet.state == PRINTED and sheet.printed_at is not None:
        return f"{sheet.number}, imprimée {_moment(sheet.printed_at)}"
    return f"{sheet.number}, {STATE_LABELS[sheet.state].lower()}"


def receive(context: Context, parent: QWidget, sheet: SheetInfo) -> None:
    """Ask when the signed paper came back, today by default."""

    def save(values: dict[str, Any]) -> None:
        context.bridge.write(
            f"Feuille {sheet.number}{NBSP}: signée reçue",
            attendance_sheets.mark_received,
            sheet.id,
            values["received_on"],
        )

    dialogs.ask_form(
        parent,
        f"Feuille {sheet.number} reçue",
        [Section("", (_BACK,))],
        values={"received_on": clock.today()},
        text=f"La feuille signée est revenue{NBSP}: gardez-la, c’est la preuve.",
        save=save,
    )


def validate(context: Context, parent: QWidget, sheet: SheetInfo) -> None:
    """Lock what the sheet holds; one that is not noted received asks its day first, today by default."""

    def save(day: date | None) -> None:
        context.bridge.write(f"Valider la feuille {sheet.number}", attendance_sheets.validate, sheet.id, day)

    if sheet.received_on is not None or sheet.end_on > clock.today():
        context.attempt(parent, lambda: save(None))
        return
    dialogs.ask_form(
        parent,
        f"Valider la feuille {sheet.number}",
        [Section("", (_BACK,))],
        values={"received_on": clock.today()},
        text=f"La feuille signée est-elle revenue{NBSP}? Sans elle, rien ne prouve les heures.",
        accept="Valider la feuille",
        save=lambda values: save(values["received_on"]),
    )


def unvalidate(context: Context, parent: QWidget, sheet: SheetInfo) -> None:
    """Unlock, saying why: the reason stands in the history."""
    reason = dialogs.ask_text(
        parent,
        f"Retirer la validation de {sheet.number}{NBSP}?",
        "Motif",
        accept="Retirer la validation",
        text="Les présences pourront de nouveau changer. Le motif reste dans l’historique.",
    )
    if reason:
        context.attempt(
            parent,
            lambda: context.bridge.write(
                f"Retirer la validation de {sheet.number}{NBSP}: {reason}",
                attendance_sheets.unvalidate,
                sheet.id,
                reason,
            ),
        )


def show_scan(context: Context, parent: QWidget, sheet: SheetInfo) -> None:
    """The signed paper, as it was scanned."""
    found = context.attempt(parent, lambda: context.bridge.read(filing.as_pdf, sheet.id))
    if found is not None:
        pdf, pages = found
        title = f"Feuille {sheet.number}, numérisée"
        context.window.show_pdf(pdf, pages, title, f"{sheet.number}.pdf")


def can_receive(sheet: SheetInfo | None) -> bool:
    """Whether the signed paper may come back now; entering or validating first does not forbid it."""
    return (
        sheet is not None
        and sheet.state != TO_PRINT
        and sheet.received_on is None
        and sheet.start_on <= clock.today()
    )


def _moment(instant: int) -> str:
    when = clock.from_ms(instant)
    hour = f"{when.hour:02}:{when.minute:02}"
    if when.date() != clock.today():
        return f"le {date_medium(when.date())} à {hour}"
    return f"{'ce matin' if when.hour < 12 else 'aujourd’hui'} à {hour}"
