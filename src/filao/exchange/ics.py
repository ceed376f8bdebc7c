"""Dates of an engagement, and meetings of the desk, as an iCalendar file (RFC 5545) that every calendar program takes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from filao.core.engagement import Event

_NOT_TEXT = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


def write(events: Sequence[Event], name: str, stamp: date) -> bytes:
    """Entries of whole days, or of times. A time is that of the place, whatever the zone of whoever reads it ("floating").

    Lines are folded at 75 bytes and end in CRLF, as the standard asks.
    """
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Filao//EN",
        "CALSCALE:GREGORIAN",
        f"X-WR-CALNAME:{_text(name)}",
    ]
    for event in events:
        lines += [
            "BEGIN:VEVENT",
            f"UID:{_text(event.uid)}@filao.invalid",
            f"DTSTAMP:{stamp:%Y%m%d}T000000Z",
            *_when(event),
            f"SUMMARY:{_text(event.title)}",
            *([f"LOCATION:{_text(event.place)}"] if event.place else []),
            *([] if event.agreed is None else ["STATUS:CONFIRMED" if event.agreed else "STATUS:TENTATIVE"]),
            "TRANSP:OPAQUE" if event.at else "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    return "".join(_folded(line) + "\r\n" for line in lines).encode()


def _when(event: Event) -> tuple[str, str]:
    if event.at:
        starts = datetime.fromisoformat(f"{event.on.isoformat()}T{event.at}")
        ends = starts + timedelta(minutes=event.minutes)
        return f"DTSTART:{starts:%Y%m%dT%H%M%S}", f"DTEND:{ends:%Y%m%dT%H%M%S}"
    after = event.until + timedelta(days=1)
    return f"DTSTART;VALUE=DATE:{event.on:%Y%m%d}", f"DTEND;VALUE=DATE:{after:%Y%m%d}"


def _text(text: str) -> str:
    for sign in ("\\", ";", ","):
        text = text.replace(sign, "\\" + sign)
    return _NOT_TEXT.sub("", re.sub(r"\r\n?|\n|\u2028|\u2029", r"\\n", text))


def _folded(line: str) -> str:
    parts: list[str] = []
    current = ""
    for sign in line:
        if len((current + sign).encode()) > (75 if not parts else 74):
            parts.append(current)
            current = ""
        current += sign
    parts.append(current)
    return "\r\n ".join(parts)
