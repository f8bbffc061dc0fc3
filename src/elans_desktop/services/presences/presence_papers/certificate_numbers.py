"""The numbers of certificates and attestations: kept by a reprint that says the same, replaced otherwise.

A paper is known by its kind, its person (or none, for a collective one), its activity and the days asked.
When what it attests changed, it takes a new number, which says which one it replaces; the former one stays
in the classeur.
"""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from elans_desktop.core import clock
from elans_desktop.models.documents import IssuedCertificate
from elans_desktop.services import numbering

_Series = tuple[uuid.UUID | None, uuid.UUID, date | None, date | None]


@dataclass(frozen=True, slots=True)
class CertificateNumber:
    """« CR-2027-A0012 », and the one it replaces, if any."""

    number: str
    replaces: str
    content: str
    """SHA-256 of what is attested."""


class CertificateNumbers:
    """The numbers of one kind of paper, read once."""

    def __init__(
        self,
        session: Session,
        key: str,
        prefix: str,
        days: tuple[date | None, date | None],
        activity_ids: Collection[uuid.UUID],
    ) -> None:
        """`days`: those asked, None when the paper takes everything up to now."""
        self._session, self._key, self._prefix, self._days = session, key, prefix, days
        rows = session.scalars(
            select(IssuedCertificate)
            .where(IssuedCertificate.key == key, IssuedCertificate.activity_id.in_(activity_ids))
            .order_by(IssuedCertificate.made_at, IssuedCertificate.number)
        )
        self._last: dict[_Series, IssuedCertificate] = {
            (row.subject_id, row.activity_id, row.start_on, row.end_on): row for row in rows
        }

    def of(
        self, subject_id: uuid.UUID | None, activity_id: uuid.UUID, attested: Sequence[Any]
    ) -> CertificateNumber:
        """The number of a paper that attests these things (words, numbers, days)."""
        written = json.dumps([self._key, *attested], ensure_ascii=False, default=str)
        content = hashlib.sha256(written.encode()).hexdigest()
        series = subject_id, activity_id, *self._days
        known = self._last.get(series)
        if known is not None and known.content_sha256 == content:
            return CertificateNumber(known.number, known.replaces, content)
        rank = numbering.next_number(self._session, numbering.CERTIFICATE, clock.today().year)
        made = IssuedCertificate(
            number=f"{self._prefix}-{rank}",
            key=self._key,
            subject_id=subject_id,
            activity_id=activity_id,
            start_on=self._days[0],
            end_on=self._days[1],
            content_sha256=content,
            made_at=clock.now_ms(),
            replaces=known.number if known is not None else "",
        )
        self._session.add(made)
        self._session.flush()
        self._last[series] = made
        return CertificateNumber(made.number, made.replaces, content)
