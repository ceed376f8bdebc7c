"""Who holds seats of working groups: post and dates, and, closed, name, function e-mail and telephone."""

from __future__ import annotations

from filao.store.group import SeatHolderRow
from filao.work.protection.kinds.kind import Officials, officials


class SeatHolders(Officials):
    about = officials("seat_holders")
    fields = ("SeatHolderRow.post", "SeatHolderRow.sealed")
    table = SeatHolderRow
    shown = ("seat", "organisation", "role", "post", "language", "appointed_on", "ended_on")
