"""Agreements (« conventions ») of the schemes: dates, ceiling, clause, what the header selector offers."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from elans_desktop.core import clock
from elans_desktop.core.errors import InputError, RuleError
from elans_desktop.models.organisation import Agreement, Scheme
from elans_desktop.services.contact_fields import tidy
from elans_desktop.services.kept import Kept, existing
from elans_desktop.services.organisation import schemes, settings
from elans_desktop.services.organisation.schemes import SchemeView, scheme_view
from elans_desktop.services.permissions import Right, require
from elans_desktop.services.scope import EVERYTHING, Scope


@dataclass(frozen=True, slots=True)
class AgreementInput:
    """What the form of an agreement holds. Days are inclusive; the rate is in basis points."""

    id: uuid.UUID | None = None
    scheme_id: uuid.UUID | None = None
    title: str = ""
    number: str = ""
    start: date | None = None
    end: date | None = None
    ceiling_rate: int = 1500
    ceiling_base: str = "total_budget"
    """Code of the list `ceiling_bases`."""
    transfer_clause: str = ""
    """Article that lets money be passed on to a member; empty: it is forbidden."""
    eu_cofunded: bool = False


@dataclass(frozen=True, slots=True)
class AgreementRow(Kept):
    """An agreement, with all that its form needs."""

    input: AgreementInput
    scheme: SchemeView
    archived: bool

    @property
    def start(self) -> date:
        """First day."""
        assert self.input.start is not None
        return self.input.start

    @property
    def end(self) -> date:
        """Last day."""
        assert self.input.end is not None
        return self.input.end

    @property
    def years(self) -> tuple[int, ...]:
        """Its calendar years."""
        return tuple(range(self.start.year, self.end.year + 1))

    @property
    def years_words(self) -> str:
        """« 2026–2028 », « 2026 »."""
        first, last = self.years[0], self.years[-1]
        return str(first) if first == last else f"{first}–{last}"

    @property
    def title(self) -> str:
        """Its own title, else « O2R 2026–2028 »."""
        return self.input.title or f"{self.scheme.label} {self.years_words}"

    @property
    def short_title(self) -> str:
        """Its own title, else « O2R »: beside a year."""
        return self.input.title or self.scheme.label

    @property
    def scheme_line(self) -> str:
        """« O2R 2026–2028 – convention n° O2R-28-2026-014 »: head of the documents."""
        line = f"{self.scheme.label} {self.years_words}"
        number = self.input.number
        return f"{line} – {self.scheme.word('agreement')} n°\u00a0{number}" if number else line


@dataclass(frozen=True, slots=True)
class ScopeChoice:
    """A line of the header selector."""

    label: str
    scope: Scope


def rows(session: Session, *, archived: bool = False) -> tuple[AgreementRow, ...]:
    """Agreements, the most recent first."""
    query = select(Agreement, Scheme).join(Scheme, Scheme.id == Agreement.scheme_id)
    if not archived:
        query = query.where(Agreement.archived_on.is_(None))
    found = [_row(agreement, scheme) for agreement, scheme in session.execute(query)]
    return tuple(sorted(found, key=lambda a: (a.start, a.title), reverse=True))


def view(session: Session, agreement_id: uuid.UUID) -> AgreementRow:
    """One agreement. Raises NotFoundError."""
    agreement = _existing(session, agreement_id)
    scheme = session.get(Scheme, agreement.scheme_id)
    assert scheme is not None
    return _row(agreement, scheme)


def current(session: Session, day: date | None = None) -> AgreementRow | None:
    """The agreement in force on a day (today when None), the latest begun; else the most recent of all."""
    moment = day or clock.today()
    found = rows(session)
    return next((a for a in found if a.start <= moment <= a.end), found[0] if found else None)


def of_scope(session: Session, scope: Scope) -> AgreementRow | None:
    """The agreement of the header selector; the one in force when it says « Tous »."""
    return view(session, scope.agreement_id) if scope.agreement_id else current(session)


def scheme_of_scope(session: Session, scope: Scope) -> SchemeView:
    """The scheme whose words and rules the tabs follow: that of the agreement shown, else the classeur's
    first, else O2R."""
    agreement = of_scope(session, scope)
    if agreement is not None:
        return agreement.scheme
    known = schemes.rows(session)
    if known:
        return known[0]
    shipped = schemes.preset("o2r")
    return SchemeView(
        Scheme.key("o2r"), "o2r", str(shipped["label"]), str(shipped["long_label"]), options=shipped
    )


def scope_choices(session: Session) -> tuple[ScopeChoice, ...]:
    """What the header offers: each agreement whole and year by year, then « Tous »."""
    choices: list[ScopeChoice] = []
    for agreement in rows(session):
        name = agreement.short_title
        if len(agreement.years) > 1:
            choices.append(ScopeChoice(agreement.title, Scope(agreement.id)))
        choices += [ScopeChoice(f"{name} {year}", Scope(agreement.id, year)) for year in agreement.years]
    return (*choices, ScopeChoice("Tous", EVERYTHING))


def default_scope(session: Session) -> Scope:
    """The agreement in force and the present year, at the opening of a classeur."""
    agreement = current(session)
    if agreement is None:
        return EVERYTHING
    year = clock.today().year
    return Scope(agreement.id, year if year in agreement.years else None)


def new_input(session: Session, scheme_id: uuid.UUID | None = None) -> AgreementInput:
    """A blank agreement with the usual dates, ceiling and base of a scheme."""
    known = schemes.rows(session)
    scheme = next((s for s in known if s.id == scheme_id), known[0] if known else None)
    start = date(clock.today().year, 1, 1)
    years = 1
    rate, base = (
        int(settings.get(session, "operating_ceiling")),
        str(settings.get(session, "operating_ceiling_base")),
    )
    if scheme is not None:
        years = int(scheme.options.get("pathway", {}).get("agreement_years") or 1)
        ceilings = scheme.options.get("ceilings", [])
        rate, base = (ceilings[0]["rate"], ceilings[0]["base"]) if ceilings else (0, base)
    return AgreementInput(
        scheme_id=scheme.id if scheme else None,
        start=start,
        end=date(start.year + years - 1, 12, 31),
        ceiling_rate=rate,
        ceiling_base=base,
    )


def save(session: Session, entered: AgreementInput) -> uuid.UUID:
    """Create or change an agreement. Raises InputError, NotFoundError, PermissionDenied."""
    require(session, Right.ADMINISTER)
    return record(session, entered)


def record(session: Session, entered: AgreementInput) -> uuid.UUID:
    """Like `save`, for the creation of a classeur: no right is asked."""
    start, end, scheme_id = _checked(session, entered)
    agreement = _existing(session, entered.id) if entered.id else Agreement(archived_on=None)
    agreement.scheme_id = scheme_id
    agreement.title = tidy(entered.title)
    agreement.number = tidy(entered.number)
    agreement.start = start
    agreement.end = end
    agreement.ceiling_rate = entered.ceiling_rate
    agreement.ceiling_base = entered.ceiling_base
    agreement.transfer_clause = tidy(entered.transfer_clause)
    agreement.eu_cofunded = entered.eu_cofunded
    session.add(agreement)
    session.flush()
    return agreement.id


def archive(session: Session, agreement_id: uuid.UUID) -> None:
    """Put an agreement out of the header's choices. Raises RuleError for the last one."""
    require(session, Right.ADMINISTER)
    if [row.id for row in rows(session)] == [agreement_id]:
        raise RuleError("Un classeur garde au moins une convention.", "Créez d’abord la suivante.")
    _existing(session, agreement_id).archived_on = clock.today()


def unarchive(session: Session, agreement_id: uuid.UUID) -> None:
    """Bring an agreement back."""
    require(session, Right.ADMINISTER)
    _existing(session, agreement_id).archived_on = None


def _checked(session: Session, entered: AgreementInput) -> tuple[date, date, uuid.UUID]:
    errors: dict[str, str] = {}
    if entered.scheme_id is None or session.get(Scheme, entered.scheme_id) is None:
        errors["scheme_id"] = "Choisissez un dispositif."
    if entered.start is None:
        errors["start"] = "Donnez le premier jour."
    if entered.end is None:
        errors["end"] = "Donnez le dernier jour."
    if entered.start and entered.end and entered.end < entered.start:
        errors["end"] = "La fin vient avant le début."
    elif entered.start and entered.end and entered.end.year - entered.start.year > 15:
        errors["end"] = "Une convention ne dure pas plus de quinze ans\u00a0: vérifiez les dates."
    if not 0 <= entered.ceiling_rate <= 10_000:
        errors["ceiling_rate"] = "Un plafond va de 0 à 100\u00a0%."
    for name in ("title", "number", "transfer_clause"):
        if len(getattr(entered, name)) > 200:
            errors[name] = "Ce texte est trop long\u00a0: 200 lettres au plus."
    if errors:
        raise InputError(errors)
    assert entered.start
    assert entered.end
    assert entered.scheme_id
    return entered.start, entered.end, entered.scheme_id


def _row(agreement: Agreement, scheme: Scheme) -> AgreementRow:
    return AgreementRow(
        input=AgreementInput(
            id=agreement.id,
            scheme_id=agreement.scheme_id,
            title=agreement.title,
            number=agreement.number,
            start=agreement.start,
            end=agreement.end,
            ceiling_rate=agreement.ceiling_rate,
            ceiling_base=agreement.ceiling_base,
            transfer_clause=agreement.transfer_clause,
            eu_cofunded=agreement.eu_cofunded,
        ),
        scheme=scheme_view(scheme),
        archived=agreement.archived_on is not None,
    )


def _existing(session: Session, agreement_id: uuid.UUID) -> Agreement:
    return existing(session, Agreement, agreement_id, "Cette convention n’existe plus.")
