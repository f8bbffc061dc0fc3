"""The blank table given to people who have no list yet: its titles are those the import recognises."""

from __future__ import annotations

import io
from collections.abc import Sequence

from elans_desktop.services.imports.targets import BY_CODE

FILENAME = "Modèle de liste des participants.xlsx"
COLUMNS: Sequence[str] = (
    "civility",
    "last_name",
    "birth_name",
    "first_name",
    "birth_date",
    "sex",
    "nationality",
    "address",
    "postcode",
    "commune",
    "phone",
    "email",
    "contact_person",
    "first_contact_on",
    "detection_mode",
    "oriented_by",
    "entry_on",
    "referent",
    "notes",
)
"""Targets of the import that the table proposes, in its order."""

_DATES = frozenset({"birth_date", "first_contact_on", "entry_on"})
_AS_TEXT = frozenset({"postcode", "phone"})
_LINES = 500
_HELP = (
    "Une ligne par personne. Seul un nom ou un prénom est nécessaire\u00a0: le reste peut venir plus tard.",
    "Dates\u00a0: 12/03/1998. Sexe\u00a0: F ou M. Laissez vide ce que vous ne savez pas.",
    "Pas de numéro de sécurité sociale\u00a0: il n’est pas repris (décret n°\u00a02019-341).",
    "Puis, dans ELANS\u00a0: Participants, «\u00a0Importer une liste\u00a0».",
)


def participants_template() -> bytes:
    """A workbook of one titled sheet, ready to be filled in, and a sheet of explanations."""
    from openpyxl import Workbook
    from openpyxl.styles import Font, PatternFill
    from openpyxl.utils import get_column_letter

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Participants"
    for place, code in enumerate(COLUMNS, start=1):
        cell = sheet.cell(1, place, BY_CODE[code].label)
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor="EEEBE2")
        column = get_column_letter(place)
        sheet.column_dimensions[column].width = max(14, len(BY_CODE[code].label) + 2)
        style = "DD/MM/YYYY" if code in _DATES else "@" if code in _AS_TEXT else ""
        if style:
            for line in range(2, _LINES + 2):
                sheet.cell(line, place).number_format = style
    sheet.freeze_panes = "A2"
    notes = book.create_sheet("Mode d’emploi")
    notes.column_dimensions["A"].width = 100
    for line, sentence in enumerate(_HELP, start=1):
        notes.cell(line, 1, sentence)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()
