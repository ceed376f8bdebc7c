"""Which group a page of the working group speaks of: the one chosen, the group it reports to, and its sub-groups."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from filao.core.problems import Problem
from filao.core.register import Group
from filao.web.shown import Shown
from filao.work import group


def chosen(request: HttpRequest, shown: Shown, *, first: bool = False) -> tuple[Group | None, dict[str, Any]]:
    """The group that the address names (`first`: else the first that has seats), and what its line on the page needs.

    Raises Problem no_such_record.
    """
    found = group.groups(shown.actor, shown.workspace)
    asked = request.GET.get("group", "")
    one = next((g for g in found if g.id == asked), None)
    if asked and one is None:
        raise Problem("no_such_record", kind="group", value=asked)
    if one is None and first:
        seated = {seat.group_id for seat in shown.register.seats.values()}
        one = next((g for g in found if g.id in seated), found[0] if found else None)
    context = {
        "groups": found, "chosen": one, "any_group": not first,
        "parent": next((g for g in found if one and g.id == one.reports_to), None),
        "subgroups": [g for g in found if one and g.reports_to == one.id],
    }  # fmt: skip
    return one, context
