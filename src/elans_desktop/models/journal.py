"""The journal (operations and their changes), laptops, numbers, files, drafts, access traces."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from sqlalchemy import JSON, Index, LargeBinary, String, UniqueConstraint, literal_column
from sqlalchemy.orm import Mapped, mapped_column

from elans_desktop.core.ids import keyed_id
from elans_desktop.models.base import Base, JournalMode, Row
from elans_desktop.models.types import Code, Instant, LongText, Pairs, Short, references


class Laptop(Row):
    """One incarnation of the classeur on one machine; its letter stands in the numbers it gives."""

    __tablename__ = "laptop"
    journal_mode: ClassVar[JournalMode] = JournalMode.PERMANENT

    letter: Mapped[Code]
    name: Mapped[Short]
    created_at: Mapped[Instant]
    retired_at: Mapped[Instant | None]
    """Since when it writes no more: replaced here by another, or said so. The old history need not wait for
    it."""


class Operation(Row):
    """One committed write. Order of operations: `(stamp_ms, stamp_counter, laptop_id)`."""

    __tablename__ = "operation"
    __table_args__ = (
        UniqueConstraint("laptop_id", "seq"),
        Index(None, "stamp_ms", "stamp_counter"),
        {"sqlite_with_rowid": False},
    )
    journal_mode: ClassVar[JournalMode] = JournalMode.UNRECORDED

    laptop_id: Mapped[uuid.UUID]
    seq: Mapped[int]
    stamp_ms: Mapped[Instant]
    stamp_counter: Mapped[int]
    context: Mapped[dict[str, Any]] = mapped_column(JSON)
    """Highest `seq` known of each laptop (32 hex digits) when the operation was made."""
    label: Mapped[LongText]
    user_id: Mapped[uuid.UUID | None]
    kind: Mapped[Code]
    """normal · undo · merge-choice · erase · import · migration · creation · document."""
    undoes: Mapped[uuid.UUID | None]


# only the undos are indexed: one page less to write for every other operation (naming another dialect here
# would import it whole: 5 MB)
_undos = Operation.__table__.c["undoes"]
Index(None, _undos, sqlite_where=_undos.is_not(None))


class Change(Base):
    """What an operation did to one row: `fields` is `{column: [old, new]}`, only what changed.

    Known by its rank in its operation, and kept in that order: one tree to write instead of three.
    """

    __tablename__ = "change"
    __table_args__ = (Index(None, "table_name", "filed_id"), {"sqlite_with_rowid": False})
    journal_mode: ClassVar[JournalMode] = JournalMode.UNRECORDED

    operation_id: Mapped[uuid.UUID] = mapped_column(references("operation.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    table_name: Mapped[Code]
    row_id: Mapped[uuid.UUID]
    action: Mapped[Code]
    """insert · update · delete · erase, or snapshot: what condensing left of a row, read as an insert."""
    fields: Mapped[dict[str, Any]] = mapped_column(Pairs)
    filed_id: Mapped[uuid.UUID | None]
    """`row_id` once the index by row holds it, null before: look rows up with `storage.filing.of_rows`."""


# what was deleted is looked for by table, without walking through all that was written; the action, always
# the same, makes the planner prefer it to the index by row
_action = Change.__table__.c["action"]
Index(
    "ix_change_deleted",
    Change.__table__.c["table_name"],
    _action,
    sqlite_where=_action == literal_column("'delete'"),
)


class Condensing(Row):
    """One condensing of the journal. The last one is its floor: operations up to there are told in short.

    Not journalled: what it says is the state of this base's own journal.
    """

    __tablename__ = "condensing"
    journal_mode: ClassVar[JournalMode] = JournalMode.UNRECORDED

    at: Mapped[Instant]
    """When it was done."""
    stamp_ms: Mapped[Instant] = mapped_column(index=True)
    stamp_counter: Mapped[int]
    laptop_id: Mapped[uuid.UUID]
    """With the stamp, the order of the last operation condensed."""
    context: Mapped[dict[str, Any]] = mapped_column(JSON)
    """Highest `seq` condensed of each laptop (32 hex digits)."""
    removed: Mapped[dict[str, Any]] = mapped_column(JSON)
    """Operations of each laptop of which nothing is left, since the first condensing."""
    linear: Mapped[bool]
    """Whether each operation condensed so far knew all those before it: no laptop worked apart."""
    operations: Mapped[int]
    changes: Mapped[int]
    """What this one removed from the journal."""
    freed: Mapped[int]
    """Bytes given back to the base."""


class NumberSequence(Row):
    """The last number given of a kind, by year and laptop letter: never given twice, undo included.

    Key: kind × year × letter.
    """

    __tablename__ = "number_sequence"
    journal_mode: ClassVar[JournalMode] = JournalMode.PERMANENT

    kind: Mapped[Code]
    year: Mapped[int]
    letter: Mapped[Code]
    last: Mapped[int]

    @staticmethod
    def key(kind: str, year: int, letter: str) -> uuid.UUID:
        """The row's identifier."""
        return keyed_id("number_sequence", kind, year, letter)


class Blob(Row):
    """The bytes of a file, stored once per content. Key: SHA-256. The journal carries the hash only."""

    __tablename__ = "blob"
    journal_mode: ClassVar[JournalMode] = JournalMode.UNRECORDED

    sha256: Mapped[str] = mapped_column(String(64), unique=True)
    media_type: Mapped[Code]
    size: Mapped[int]
    content: Mapped[bytes] = mapped_column(LargeBinary)

    @staticmethod
    def key(sha256: str) -> uuid.UUID:
        """The row's identifier."""
        return keyed_id("blob", sha256)


class Draft(Row):
    """What a user was typing, kept until saved or thrown away. Key: user × form × subject."""

    __tablename__ = "draft"
    journal_mode: ClassVar[JournalMode] = JournalMode.UNRECORDED

    user_id: Mapped[uuid.UUID] = mapped_column(index=True)
    form: Mapped[Code]
    subject_id: Mapped[uuid.UUID | None]
    title: Mapped[Short]
    values: Mapped[dict[str, Any]] = mapped_column(JSON)
    saved_at: Mapped[Instant]

    @staticmethod
    def key(user_id: uuid.UUID, form: str, subject_id: uuid.UUID | None) -> uuid.UUID:
        """The row's identifier."""
        return keyed_id("draft", user_id, form, subject_id or "new")


class AccessTrace(Row):
    """Who opened, exported or printed which file, and log-ins. No values. Purged after 12 months."""

    __tablename__ = "access_trace"
    journal_mode: ClassVar[JournalMode] = JournalMode.UNRECORDED

    at: Mapped[Instant] = mapped_column(index=True)
    user_id: Mapped[uuid.UUID | None]
    action: Mapped[Code]
    table_name: Mapped[Code | None]
    row_id: Mapped[uuid.UUID | None] = mapped_column(index=True)
    reason_code: Mapped[Code | None]
    """Why a file of the restricted archive was opened: a code, never words."""


class ImportMapping(Row):
    """The columns a person matched for a spreadsheet of this shape. Key: target × signature."""

    __tablename__ = "import_mapping"
    journal_mode: ClassVar[JournalMode] = JournalMode.UNRECORDED

    target: Mapped[Code]
    signature: Mapped[str] = mapped_column(String(64))
    """SHA-256 of the folded column titles."""
    columns: Mapped[dict[str, Any]] = mapped_column(JSON)
    used_at: Mapped[Instant]

    @staticmethod
    def key(target: str, signature: str) -> uuid.UUID:
        """The row's identifier."""
        return keyed_id("import_mapping", target, signature)


class InterfaceState(Row):
    """Columns, widths, filters, last view of one user. Key: user × name."""

    __tablename__ = "interface_state"
    journal_mode: ClassVar[JournalMode] = JournalMode.UNRECORDED

    user_id: Mapped[uuid.UUID]
    name: Mapped[Code]
    value: Mapped[dict[str, Any]] = mapped_column(JSON)

    @staticmethod
    def key(user_id: uuid.UUID, name: str) -> uuid.UUID:
        """The row's identifier."""
        return keyed_id("interface_state", user_id, name)
