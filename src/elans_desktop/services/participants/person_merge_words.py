"""What two files being joined say, in French: their fields side by side, and the rows that clash."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from elans_desktop.core.formats import date_medium, date_short, duration
from elans_desktop.models import mapped_class
from elans_desktop.models.activities import Activity, EnrolmentPeriod, Seance, SeanceSlot
from elans_desktop.models.base import Row
from elans_desktop.models.evaluations import Answer, Grid
from elans_desktop.models.organisation import Agreement, Professional, Structure
from elans_desktop.services.calendar.enrolments import STATUSES as ENROLMENTS
from elans_desktop.services.history import history_words
from elans_desktop.services.organisation import reference
from elans_desktop.services.participants.merge_rows import Clash
from elans_desktop.services.pathways.situations import MOMENTS
from elans_desktop.services.presences.attendance import STATUSES as PRESENCES
from elans_desktop.storage import labels as table_labels

SLOTS = {"matin": "matin", "apres_midi": "après-midi", "soir": "soir"}
VOICES = {"professionnel": "par le professionnel", "personne": "par la personne"}
UNSEEN = "renseigné (ne se montre pas ici)"

LABELS: Mapping[str, Mapping[str, str]] = {
    "participant": {
        "opposed_on": "Opposition",
        "keep_until": "À conserver jusqu’au",
    },
    "pathway": {
        "last_referent_contact_on": "Dernier contact avec le référent du réseau",
        "job_seeker_number": "Identifiant France Travail",
        "network_structure_id": "Structure référente du réseau",
        "engagement_signed_on": "Contrat d’engagement signé le",
        "weekly_target": "Temps visé par semaine",
        "eligibility_note": "Remarque sur l’éligibilité",
        "diagnosis_on": "Diagnostic fait le",
        "diagnosis_summary": "Synthèse du diagnostic",
        "extension_code": "Motif de prolongation",
        "training_status": "Statut pendant le parcours",
        "distance_entry": "Distance à l’emploi, à l’entrée",
        "distance_exit": "Distance à l’emploi, à la sortie",
        "distance_note": "Remarque sur la distance à l’emploi",
        "exit_on": "Sortie",
    },
}
"""Fields that the history does not name, or names otherwise."""


@dataclass(frozen=True, slots=True)
class ClashView:
    """A choice to make between two rows."""

    clash: Clash
    title: str = field(repr=False)
    kept: str = field(repr=False)
    other: str = field(repr=False)


def field_label(table: str, column: str) -> str:
    """« Commune », « Date d’entrée »: the title of a field; its bare name for one nobody named yet."""
    own = LABELS.get(table, {})
    return own.get(column) or history_words.TABLES[table].fields.get(column) or column


class Words:
    """Reads what names need; one instance for one pair of files."""

    def __init__(self, session: Session) -> None:
        self._session = session
        lists = {code for words in history_words.TABLES.values() for code in words.lists.values()}
        self._labels = reference.labels(session, *lists, "barriers", "barrier_levels")
        self._names: dict[uuid.UUID, str] = {}

    def value(self, table: str, column: str, value: Any) -> str:
        """A field as people read it."""
        if value is None or value == "":
            return ""
        if isinstance(value, bool):
            return "oui" if value else "non"
        if isinstance(value, date):
            return date_short(value)
        if isinstance(value, uuid.UUID):
            return self._name(value)
        words = history_words.TABLES.get(table)
        if words is not None and column in words.lists:
            return self._labels(words.lists[column], str(value))
        if column == "weekly_target":
            return duration(value)
        return str(value)

    def clash(self, clash: Clash) -> ClashView:
        """A clash, told."""
        model = mapped_class(clash.table)
        kept, other = (self._session.get_one(model, key) for key in (clash.kept_id, clash.other_id))
        title, told = _TOLD.get(clash.table, (_plain_title, _plain_text))
        return ClashView(clash, title(self, kept), told(self, kept), told(self, other))

    def _name(self, key: uuid.UUID) -> str:
        if key not in self._names:
            queries = (
                select(Structure.name).where(Structure.id == key),
                select(Professional.first_name + " " + Professional.last_name).where(Professional.id == key),
                select(Agreement.title).where(Agreement.id == key),
            )
            found = (self._session.scalar(query) for query in queries)
            self._names[key] = next((name.strip() for name in found if name), "")
        return self._names[key]

    def theme(self, code: str) -> str:
        """A theme of the freins."""
        return self._labels("barriers", code)

    def level(self, value: int | None) -> str:
        """A level of a frein."""
        return "non abordé" if value is None else self._labels("barrier_levels", str(value))

    def one(self, query: Any) -> Any:
        """The first row of a query."""
        return self._session.execute(query).first()

    def rows(self, query: Any) -> Sequence[Any]:
        """The rows of a query."""
        return self._session.execute(query).all()


_Told = Callable[[Words, Any], str]


def _plain_title(_words: Words, row: Row) -> str:
    return table_labels.TABLES.get(row.__tablename__, ("ligne", ""))[0].capitalize()


def _plain_text(_words: Words, _row: Row) -> str:
    return "ce qu’en dit ce dossier"


def _presence_title(words: Words, row: Any) -> str:
    found = words.one(
        select(Seance.day, SeanceSlot.kind, Activity.title)
        .join(SeanceSlot, SeanceSlot.seance_id == Seance.id)
        .join(Activity, Activity.id == Seance.activity_id)
        .where(SeanceSlot.id == row.slot_id)
    )
    day, kind, title = found
    return f"Présence, {date_medium(day)} {SLOTS.get(kind, '')}, {title}"


def _presence(_words: Words, row: Any) -> str:
    minutes = f", {duration(row.late + row.early)} de retard ou de départ" if row.late + row.early else ""
    return f"{PRESENCES.get(row.status, row.status)}{minutes}{f', {row.comment}' if row.comment else ''}"


def _enrolment_title(words: Words, row: Any) -> str:
    (title,) = words.one(select(Activity.title).where(Activity.id == row.activity_id))
    return f"Inscription, {title}"


def _enrolment(words: Words, row: Any) -> str:
    periods = words.rows(
        select(EnrolmentPeriod.start_on, EnrolmentPeriod.end_on)
        .where(EnrolmentPeriod.enrolment_id == row.id)
        .order_by(EnrolmentPeriod.start_on)
    )
    said = [
        f"du {date_short(start)} au {date_short(end)}" if end else f"depuis le {date_short(start)}"
        for start, end in periods
    ]
    return ", ".join([ENROLMENTS.get(row.status, ""), *(said or ["pour toutes les séances"])])


def _guest_title(words: Words, row: Any) -> str:
    query = select(Seance.day, Activity.title).join(Activity, Activity.id == Seance.activity_id)
    day, title = words.one(query.where(Seance.id == row.seance_id))
    return f"Séance du {date_medium(day)}, {title}"


def _guest(_words: Words, row: Any) -> str:
    return "venu sans être attendu" if row.improvised else "attendu"


def _situation_title(_words: Words, row: Any) -> str:
    return f"Situation, {MOMENTS.get(row.moment, '').lower()}"


def _situation(_words: Words, row: Any) -> str:
    return f"recueillie le {date_short(row.collected_on)}"


def _barrier_title(words: Words, row: Any) -> str:
    return f"Frein, {words.theme(row.theme_code)}, {date_short(row.day)}"


def _barrier(words: Words, row: Any) -> str:
    return ", ".join(part for part in (words.level(row.level), row.solution) if part)


def _sensitive_title(_words: Words, _row: Any) -> str:
    return "Bloc confidentiel"


def _sensitive(_words: Words, _row: Any) -> str:
    return UNSEEN


def _evaluation_title(words: Words, row: Any) -> str:
    (title,) = words.one(select(Grid.title).where(Grid.id == row.grid_id))
    voice = VOICES.get(row.voice, "")
    return f"Évaluation, {title}, {MOMENTS.get(row.moment, '').lower()}, {voice}"


def _evaluation(words: Words, row: Any) -> str:
    (many,) = words.one(select(func.count()).where(Answer.evaluation_id == row.id))
    return f"du {date_short(row.day)}, {table_labels.counted('answer', many)}"


_TOLD: Mapping[str, tuple[_Told, _Told]] = {
    "presence": (_presence_title, _presence),
    "enrolment": (_enrolment_title, _enrolment),
    "seance_guest": (_guest_title, _guest),
    "situation": (_situation_title, _situation),
    "barrier_review": (_barrier_title, _barrier),
    "sensitive_record": (_sensitive_title, _sensitive),
    "evaluation": (_evaluation_title, _evaluation),
}
"""Title of a clash, and what each side says, by table."""
