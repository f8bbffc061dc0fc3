"""An import told in sentences: for the terminal, and for the window's summary."""

from __future__ import annotations

from collections.abc import Iterable

from elans_desktop.core.formats import NBSP
from elans_desktop.services.imports.participants import ImportPlan, ImportResult
from elans_desktop.services.imports.people import Remark
from elans_desktop.services.imports.tables import typeset


def summary_line(result: ImportResult) -> str:
    """« 40 importés, 2 doublons, 3 rejetés », plain ASCII spaces, always plural: scripts read it."""
    return f"{result.created} importés, {result.twins} doublons, {result.rejected} rejetés"


def report_lines(import_plan: ImportPlan) -> tuple[str, ...]:
    """Sentences for the terminal: the file, the remarks grouped, the twins, each reason of rejection.

    No name of a person stands in them: only lines and columns of the file.
    """
    said = list(import_plan.file_remarks)
    said += grouped(import_plan.remarks)
    said += [f"Ligne{NBSP}{twin.line} : doublon. {twin.message}" for twin in import_plan.twins]
    said += [f"Ligne{NBSP}{r.line}, {r.column} : {r.message}" for r in import_plan.rejected]
    return tuple(typeset(sentence) for sentence in said)


def grouped(remarks: Iterable[Remark]) -> list[str]:
    """One sentence for the lines that have the same remark in the same column."""
    found: dict[tuple[str, str], list[int]] = {}
    for remark in remarks:
        found.setdefault((remark.column, remark.message), []).append(remark.line)
    return [f"{lines_words(lines)}, {column} : {message}" for (column, message), lines in found.items()]


def lines_words(numbers: list[int]) -> str:
    """« Ligne 4 », « Lignes 4, 7, 9, 12, 15 et 3 autres »."""
    if len(numbers) == 1:
        return f"Ligne{NBSP}{numbers[0]}"
    shown = ", ".join(str(number) for number in numbers[:5])
    rest = f" et {len(numbers) - 5} autres" if len(numbers) > 5 else ""
    return f"Lignes {shown}{rest}"
