"""First drafts of the working group's terms of reference in English."""

from __future__ import annotations

from collections.abc import Callable

from filao.documents.composing import Material

TITLES = {
    "purpose": "Purpose",
    "tasks": "Tasks",
    "members": "Members",
    "rules": "Rules of inclusion",
    "work": "How the group works",
    "responsibilities": "Who does what",
    "review": "Reporting and review",
}

RACI_TASKS = (
    ("Map and register kept true", "coordination"),
    ("Referral procedure agreed and in use", "referral"),
    ("Shelter and case management for every population", "case_management"),
    ("Investigation and prosecution joined up", "prosecution"),
    ("Labour and recruitment watched", "labour"),
    ("Return and reintegration prepared", "reintegration"),
    ("Figures collected in one place", "data"),
    ("Outer islands served", "territory"),
    ("Training planned and recorded", "capacity"),
    ("Project monitored", "monitoring"),
)
"""Tasks of the group, each with the code by which the seats responsible are found."""


def title(c: Material) -> tuple[str, str]:
    return "Technical working group against trafficking in persons", f"Terms of reference, proposal for {c.workspace}"


def purpose(c: Material) -> str:
    group = next((g for g in c.register.groups.values() if g.kind == "working_group"), None)
    basis = ""
    if group is not None and group.basis:
        sources = c.register.records["group"][group.id].sources[:1]
        cited = f" [@{sources[0]}]" if sources else ""
        basis = f" The source on record describes it so: “{group.basis.strip().rstrip('.')}”{cited}."
    return f"""The group lets the bodies that meet, protect and defend victims steer the work together.{basis} It does not replace the standing groups: it prepares their decisions and follows how they are carried out.

[[groups]]
"""


def tasks(c: Material) -> str:
    return """- manage and monitor the project jointly with the client;
- coordinate, discuss and develop tools and deliverables;
- share expertise and knowledge;
- validate the map once a year, and settle the links that are disputed;
- follow the recommendations of the mapping until each is done or dropped.
"""


def members(c: Material) -> str:
    return """Seats by mandate are fixed by the text named with each. The other seats are suggested by the mapping, with the reason, and are confirmed by the chair after the bodies have answered. Each member names a focal point and an alternate, one of them a woman and one a man where possible.

[[seats]]

Observers attend, speak and do not decide. Bodies that pay for work which the group judges are observers.
"""


def rules(c: Material) -> str:
    return """[[rules]]

A body of survivors speaks through an organisation that assists them; no survivor is asked to appear or to be named.
"""


def work(c: Material) -> str:
    return """- **Calendar.** Every two months; minutes within seven days, adopted at the next meeting.
- **Quorum.** Half of the voting seats, with the chair or the deputy chair and at least one member from outside the State.
- **Decisions** by consensus; where it fails, two thirds of the voting members present, with dissent recorded.
- **Between meetings** a proposal is adopted when no member objects within ten working days.
- **Sub-group on cases.** Closed to donors and employers; works on procedures and obstacles, never on a named person.
- **Confidentiality.** Nothing that could lead to a victim or a shelter is said, written or shared.
- **Secretariat.** Held by the chair's office with the client, until the State has a budget line for it.
"""


def responsibilities(c: Material) -> str:
    return """R does the work, A answers for it, C is asked before, I is told after. R and C follow from the stages each member holds in the register; they are a proposal. No text on record says who answers for a task, so that the group decides it.

[[raci]]
"""


def review(c: Material) -> str:
    reports = next((g.reports_to for g in c.register.groups.values() if g.kind == "working_group"), "")
    to = c.register.groups[reports].name if reports in c.register.groups else "the lead body"
    return f"""The group reports to the {to} every six months, on one page: decisions, what is late, what is asked for. Its composition and these terms are reviewed each year against the renewed map.
"""


DRAFTS: dict[str, Callable[[Material], str]] = {
    "purpose": purpose,
    "tasks": tasks,
    "members": members,
    "rules": rules,
    "work": work,
    "responsibilities": responsibilities,
    "review": review,
}
