"""The attendance sheet: a line for each institution to sign, lines for observers, and a code to note presence by institution.

Names are written by hand and stay on paper; what is noted through the code names institutions alone.
"""

from __future__ import annotations

from collections.abc import Sequence

from filao.core import protection
from filao.core.meetings import Meeting
from filao.core.register import Seat
from filao.documents import model as m
from filao.documents import qr
from filao.documents.group_prints import base
from filao.documents.group_prints.base import Setting
from filao.documents.language import N_
from filao.documents.words import protection as words

KIND = "attendance"
_MORE = 4
_CODE = 84.0


def compose(s: Setting, meeting: Meeting, seats: Sequence[Seat], address: str = "") -> m.Document:
    """The sheet; without an address it carries no code."""
    members = [seat for seat in seats if seat.seat_type != "observer"]
    observers = [seat for seat in seats if seat.seat_type == "observer"]
    when = ", ".join(filter(None, (s.day(meeting.on), base.hours(s, meeting), meeting.place)))
    blocks: list[m.Block] = [
        base.said("attendance-when", when),
        base.said("attendance-notice", _notice(s), "small"),
        _table(s, members, observers),
    ]
    if address:
        note = s.tell(N_("For the secretariat: this code opens the page on which presence is noted by institution, without names. It asks for an account."))  # fmt: skip
        alt = s.tell(N_("The address of the attendance page as a code for a phone"))
        code = m.Picture(
            id="attendance-code", caption="", alt=alt, svg=qr.svg(address, alt), size=(_CODE, _CODE),
            evidence=m.Evidence(), numbered=False,
        )  # fmt: skip
        blocks += [base.said("attendance-room", (m.Span(f"{note}\n"), m.Span(address, link=address)), "small"), code]
    section = m.Section("attendance", "", tuple(blocks), numbered=False)
    subtitle = f"{meeting.title} · {meeting.code}"
    return base.document(s, f"{meeting.code}-ATTENDANCE", s.tell(N_("Attendance sheet")), subtitle, [section])


def _notice(s: Setting) -> str:
    """What who signs is told, in one sentence, with the law of the country."""
    law = protection.law_of(s.country)
    return s.tell(
        N_(
            "Data protection ({law}): names and signatures on this sheet only show who attended this meeting; {keeper} keeps them with the minutes and gives them to nobody else, and you may ask to see, correct or erase yours, or complain to the {office}."
        ),
        law=words.law_name(law, s.language), keeper=s.in_chair, office=words.authority(law, s.language),
    )  # fmt: skip


def _table(s: Setting, members: Sequence[Seat], observers: Sequence[Seat]) -> m.Table:
    columns = (
        (s.tell(N_("No.")), 0.6), (s.tell(N_("Institution")), 3.9), (s.tell(N_("Seat")), 1.6), (s.tell(N_("Name")), 2.3), (s.tell(N_("Signature")), 1.9),
    )  # fmt: skip
    rows: list[base.Cells] = [(s.tell(N_("Members")), "", "", "", "")] if members else []
    rows += [(str(n), s.both(seat.organisation_id), s.seat(seat), "", "") for n, seat in enumerate(members, start=1)]
    observing = len(rows)
    rows.append((s.tell(N_("Observers and guests")), "", "", "", ""))
    first = len(members) + 1
    rows += [(str(n), s.both(seat.organisation_id), s.seat(seat), "", "") for n, seat in enumerate(observers, start=first)]  # fmt: skip
    rows += [(str(n), "", "", "", "") for n in range(first + len(observers), first + len(observers) + _MORE)]
    return base.table("attendance-rows", "", columns, rows, ruled=True, group_rows=frozenset({0, observing}))
