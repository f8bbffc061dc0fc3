"""What the files of the example hold: papers, gaps, a few confidential answers; people to call back; zones.

Its own dice: the rest of the example does not move when this part grows.
"""

from __future__ import annotations

import random
import uuid
from datetime import date, timedelta
from typing import Any

from sqlalchemy.orm import Session

from elans_desktop.models.participants import DetectionContact, Participant, Pathway
from elans_desktop.models.privacy import Attachment, CommuneZone, PersonRequest, SensitiveRecord
from elans_desktop.services import files
from elans_desktop.services.demo.cast import Cast
from elans_desktop.services.demo.rows import Rows
from elans_desktop.services.organisation import settings

Line = dict[str, Any]
_FRR = ("61145", "61339", "61491", "61324", "14061", "61051", "61487", "61153")
"""Communes of the example shown in the zone FRR: an example, not the list of the State."""
PEOPLE_WITH_PAPERS = 24
_ENDS = (12, 400, 900, -20, 1500, 40)
"""Days after today at which identity cards end, in turn."""
_GAPS = ("nationality", "information_given_on", "sex", "birth_date")


def make_papers(session: Session, rows: Rows, cast: Cast, user_id: uuid.UUID) -> None:
    """Everything of this module. Files in the small example alone: the large one measures lists."""
    _place_contacts(rows)
    _leave_gaps(rows)
    _call_back(rows)
    _zones(rows)
    settings.put(session, settings.SENSITIVE_BLOCK, True)
    people = [person for person, _pathway, _entry, left, _reached in cast.people if left is None]
    _confidential(rows, [person for person, *_rest in cast.people if person not in people] + people)
    _ask_rights(rows, people)
    if rows.scale.people < 1000:
        _attach(session, rows, people[-PEOPLE_WITH_PAPERS:], user_id)


def _place_contacts(rows: Rows) -> None:
    """A contact with somebody was in their commune."""
    people: dict[uuid.UUID, Line] = {one["id"]: one for one in rows.tables[Participant]}
    for contact in rows.tables[DetectionContact]:
        person = people.get(contact["participant_id"])
        if person is not None:
            contact.update({name: person[name] for name in ("commune", "insee", "sex")})


def _leave_gaps(rows: Rows) -> None:
    """One file in seven misses something: what funders ask is never all there."""
    dice = random.Random(61)
    entered = {one["participant_id"] for one in rows.tables[Pathway] if one["entry_on"]}
    for person in rows.tables[Participant]:
        if person["id"] in entered and dice.random() < 0.14:
            person[dice.choice(_GAPS)] = None


def _call_back(rows: Rows) -> None:
    """The last people met are to be called back, some of them already."""
    dice = random.Random(62)
    recent = sorted(rows.tables[DetectionContact], key=lambda one: one["day"])[-9:]
    for rank, contact in enumerate(recent):
        contact["recall_consent"] = True
        contact["outcome_code"] = "a_recontacter"
        if rank % 3:
            days = dice.choice((-2, 1, 3, 6, 10))
            contact["recall_on"] = max(contact["day"], rows.today + timedelta(days=days))


def _ask_rights(rows: Rows, people: list[uuid.UUID]) -> None:
    """Somebody waits for their data, somebody had a date corrected, somebody will not be called any more."""
    asked = (
        ("acces", 24, "courriel", "Je voudrais savoir ce qui est noté sur moi.", None, ""),
        ("rectification", 40, "sur_place", "Mon code postal est faux.", 36, "Corrigé avec la personne."),
        ("opposition", 55, "telephone", "Je préfère qu’on ne m’appelle plus.", 53, "Noté le jour même."),
    )
    for person, (kind, before, means, wording, answered, answer) in zip(people[3:], asked, strict=False):
        received = rows.today - timedelta(days=before)
        rows.add(
            PersonRequest,
            participant_id=person,
            kind_code=kind,
            received_on=received,
            means_code=means,
            wording=wording,
            answered_on=rows.today - timedelta(days=answered) if answered is not None else None,
            outcome_code="acceptee" if answered is not None else None,
            answer=answer,
        )
        if kind == "opposition":
            line = next(one for one in rows.tables[Participant] if one["id"] == person)
            line |= {"opposed_on": received, "opposition_note": wording, "opposes_contact": True}


def _zones(rows: Rows) -> None:
    known = {one["insee"] for one in rows.tables[Participant]}
    for insee in sorted(known | set(_FRR)):
        if insee in _FRR or int(insee) % 3 == 0:
            rows.add(CommuneZone, id=CommuneZone.key(insee, "frr"), insee=insee, zone_code="frr")


def _confidential(rows: Rows, people: list[uuid.UUID]) -> None:
    """What the FSE+ asks of everybody, and one person whose activity is arranged."""
    for rank, person in enumerate(people[:-1]):
        if rank % 3 == 0:
            _record(rows, person, rqth_code="non_reponse")
        elif rank % 11:
            _record(rows, person, rqth_code="non", rqth_purpose="financeur")
    if not people:
        return
    _record(
        rows,
        people[-1],
        rqth_code="oui",
        rqth_until=rows.today + timedelta(days=500),
        rqth_purpose="amenager",
        note="Prévoir une pause le matin, un siège à l’atelier.",
        note_purpose="amenager",
    )


def _record(rows: Rows, person: uuid.UUID, **values: Any) -> None:
    rows.add(SensitiveRecord, id=SensitiveRecord.key(person), participant_id=person, **values)


def _attach(session: Session, rows: Rows, people: list[uuid.UUID], user_id: uuid.UUID) -> None:
    """Cards and charters for most, a few other papers; the bytes are stored once for each content."""
    dice = random.Random(63)
    for rank, person in enumerate(people):
        ends = rows.today + timedelta(days=_ENDS[rank % len(_ENDS)])
        if rank % 5:
            _file(session, rows, user_id, person, "Carte d’identité", "piece_identite", expires_on=ends)
        if rank % 4:
            _file(session, rows, user_id, person, "Charte signée", "charte")
        if dice.random() < 0.4:
            _file(session, rows, user_id, person, "CV", "cv")
        if dice.random() < 0.3:
            until = rows.today + timedelta(days=dice.choice((5, 25, 60)))
            _file(session, rows, user_id, person, "Attestation RSA", "attestation_rsa", expires_on=until)
    if people:
        _file(
            session,
            rows,
            user_id,
            people[-1],
            "Notification",
            "rqth",
            confidential=True,
            expires_on=rows.today + timedelta(days=500),
        )


def _file(
    session: Session,
    rows: Rows,
    user_id: uuid.UUID,
    person: uuid.UUID,
    title: str,
    kind: str,
    *,
    confidential: bool = False,
    expires_on: date | None = None,
) -> None:
    rows.add(
        Attachment,
        participant_id=person,
        sha256=files.store_attachment(session, page(f"{title} - exemple")),
        name=f"{title}.pdf",
        kind_code=kind,
        confidential=confidential,
        expires_on=expires_on,
        added_at=rows.now_ms,
        user_id=user_id,
    )


def page(words: str) -> bytes:
    """A PDF of one page with a line of words, written by hand: the services draw nothing."""
    shown = words.encode("cp1252", "replace").replace(b"(", b"").replace(b")", b"")
    text = b"BT /F1 22 Tf 72 760 Td (" + shown + b") Tj ET"
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length " + str(len(text)).encode() + b" >>\nstream\n" + text + b"\nendstream",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    )
    made, places = bytearray(b"%PDF-1.4\n"), list[int]()
    for rank, body in enumerate(objects, start=1):
        places.append(len(made))
        made += str(rank).encode() + b" 0 obj\n" + body + b"\nendobj\n"
    start = len(made)
    made += b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    made += b"trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n" + str(start).encode() + b"\n%%EOF\n"
    return bytes(made)
