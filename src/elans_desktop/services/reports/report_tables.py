"""Bilans as tables, for a spreadsheet: figures alone, nobody is named.

Ages of few people are hidden (the setting « Cellules masquées à l'export »), since a band of two people in a
village says who they are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy.orm import Session

from elans_desktop.core.formats import MONTHS, NBSP, date_short
from elans_desktop.services.organisation import reference, settings
from elans_desktop.services.reports.indicators import Funnel, Rate
from elans_desktop.services.reports.reports import OTHER_BRIQUE, HoursView, Indicator, Report
from elans_desktop.services.tabular import Column, Kind, Line, Table

VOCABULARIES: Mapping[str, str] = {"o2r": "O2R", "iae": "IAE, sorties dynamiques", "fse": "FSE+, à la sortie"}
_KINDS = {"people": Kind.NUMBER, "rate": Kind.RATE, "minutes": Kind.DURATION, "days": Kind.NUMBER}
_UNITS = {"people": "personnes", "rate": "%", "minutes": "heures", "days": "jours"}


def tables(
    session: Session,
    report: Report,
    hours: HoursView,
    indicators: Sequence[Indicator],
    *,
    briques: bool,
    heading: str,
) -> tuple[Table, ...]:
    """The sheets of a report. `briques`: whether the scheme has them; `heading`: whose figures these are."""
    return (
        _summary(report, heading, briques),
        _indicators(indicators),
        _exits(report, o2r=briques),
        _hours(session, hours),
        _ages(report, settings.integer(session, "small_cell_max")),
    )


def hidden(people: int, most: int) -> bool:
    """Whether an age band is left out of an export."""
    return 0 < people <= most


def _summary(report: Report, heading: str, briques: bool) -> Table:
    found = report.funnel
    lines: list[Line] = [
        ("Bilan", heading, None, None),
        ("Période", f"du {date_short(report.period.start)} au {date_short(report.period.end)}", None, None),
        ("Contacts de repérage", found.contacts, None, None),
        ("dont anonymes", found.anonymous, None, None),
        *(_steps(found) if briques else [("Entrées", found.entered, None, None)]),
        ("Sorties", found.exits, None, None),
    ]
    figures = (Column("Nombre", Kind.NUMBER), Column("Taux", Kind.RATE), Column("Sur", Kind.NUMBER))
    return Table("Parcours", (Column("Étape"), *figures), lines)


def _steps(found: Funnel) -> list[Line]:
    def line(name: str, people: int, rate: Rate | None = None) -> Line:
        return (name, people, rate.basis_points if rate else None, rate.base if rate else None)

    return [
        line("Repérés", found.spotted),
        line("Remobilisation", found.mobilised, found.to_mobilised),
        line("Accompagnement", found.supported, found.to_supported),
    ]


def _indicators(found: Sequence[Indicator]) -> Table:
    """A value column for each kind of value: a spreadsheet can then compute with them."""
    columns = (
        Column("Code"),
        Column("Indicateur"),
        Column("Nombre", Kind.NUMBER),
        Column("Taux", Kind.RATE),
        Column("Heures", Kind.DURATION),
        Column("Unité"),
        Column("Sur", Kind.NUMBER),
        Column("Calcul"),
        Column("Définition"),
    )
    lines: list[Line] = []
    for one in found:
        kind = _KINDS[one.unit]
        values = [one.value if kind is wanted else None for wanted in (Kind.NUMBER, Kind.RATE, Kind.DURATION)]
        lines.append((one.code, one.label, *values, _UNITS[one.unit], one.base, one.formula, one.definition))
    return Table("Indicateurs", columns, lines)


def _exits(report: Report, *, o2r: bool) -> Table:
    figures = (Column("Personnes", Kind.NUMBER), Column("Compte dans le taux", Kind.YES_NO))
    lines: list[Line] = [
        (title, one.label, one.people, one.favourable)
        for vocabulary, title in VOCABULARIES.items()
        if o2r or vocabulary != "o2r"
        for one in report.exits.families[vocabulary]
    ]
    return Table("Sorties", (Column("Vocabulaire"), Column("Sortie"), *figures), lines)


def _hours(session: Session, found: HoursView) -> Table:
    used = sorted({code for month in found.months for code in month.by_brique})
    names = reference.labels(session, "briques")
    titles = [names("briques", code) if code != OTHER_BRIQUE else "Sans brique" for code in used]
    columns = (
        Column("Mois"),
        *(Column(title, Kind.DURATION) for title in titles),
        Column("Total", Kind.DURATION),
    )
    lines: list[Line] = [
        (
            f"{MONTHS[month.first.month - 1]}{NBSP}{month.first.year}",
            *(month.by_brique.get(code, 0) for code in used),
            month.total,
        )
        for month in found.months
    ]
    sums = [sum(month.by_brique.get(code, 0) for month in found.months) for code in used]
    return Table("Heures-participants", columns, lines, ("Total", *sums, sum(sums)) if lines else None)


def _ages(report: Report, most: int) -> Table:
    columns = (Column("Âge à l’entrée"), Column("Personnes", Kind.NUMBER))
    few = f"de 1 à {most}"
    lines: list[Line] = [(band, few if hidden(people, most) else people) for band, people in report.ages]
    return Table("Âges", columns, lines)
