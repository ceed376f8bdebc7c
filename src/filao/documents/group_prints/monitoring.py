"""Joint monitoring on one sheet: what the group decided, who owes what, what the register and the engagements say, what waits."""

from __future__ import annotations

from collections.abc import Sequence

from filao.core.figures import Figure
from filao.core.joint_monitoring import JointMonitoring, Owed, Progress
from filao.core.meetings import Decision
from filao.documents import catalogue, terms
from filao.documents import model as m
from filao.documents.group_prints import base
from filao.documents.group_prints.base import Setting
from filao.documents.language import N_, labels, numbers, say, say_n

KIND = "joint-monitoring"
_MOST = 4
"""Actions told of one owner; the rest are counted."""

_REGISTER = {
    "relations.stale": (N_("Rows that are stale"), N_("ties whose evidence is five years old or older, of {n} ties")),
    "organisations.single_source": (N_("Rows that rest on one source"), N_("bodies, of {n}")),
    "coverage.not_documented": (N_("Gaps"), N_("cells of stage and population in which no body is documented, of {n}")),
    "links.documented": (N_("Expected links that are documented"), N_("of {n} that the referral mechanism expects")),
    "questions.conflict": (N_("Contradictions"), N_("facts on which sources differ, of {n} open questions")),
}


def compose(s: Setting, seen: JointMonitoring) -> m.Document:
    parts = {
        "group": (*_decided(s, seen), *_owed(s, seen), *_waiting(s, seen)), "register": tuple(_register(s, seen)),
        "progress": tuple(_progress(s, seen)), "indicators": tuple(_indicators(s, seen.indicators)),
    }  # fmt: skip
    sections = [
        m.Section(f"monitoring-{id}", "", blocks, numbered=False, together=id != "group")
        for id, blocks in parts.items()
        if blocks
    ]
    return base.document(s, "JOINT-MONITORING", s.tell(N_("Joint monitoring")), s.day(s.today), sections)


def heads(s: Setting, seen: JointMonitoring) -> list[tuple[str, str]]:
    """The figures on top of the page, each with its base; the sheet has no room for what its tables say."""
    answers = sum(w.asked - w.answered for w in seen.waiting) + sum(r.unanswered for r in seen.rounds)
    asked = sum(w.asked for w in seen.waiting) + sum(r.asked for r in seen.rounds)
    found = [
        (str(len(seen.decided)), s.tell(N_("decided since the last meeting, of {n} on record"), n=seen.decisions)),
        (str(seen.late), s.tell(N_("actions late, of {n} open"), n=seen.open)),
        (str(answers), say_n(s.language, "answer of an institution to come, of {k} asked for", "answers of institutions to come, of {k} asked for", answers, k=asked)),
    ]  # fmt: skip
    if p := next((p for p in seen.progress if p.days_left >= 0), None):
        text = s.tell(
            N_("days left; {n} of {of} deliverables accepted"), n=p.accepted, of=len(p.engagement.deliverables)
        )
        found.append((str(p.days_left), text))
    return found


def records(s: Setting, n: str) -> m.Evidence:
    """Under what comes from the group's own records."""
    return m.Evidence(n=n, source_text=s.tell(N_("records of the {group}"), group=s.group), date=s.day(s.today))


def _decided(s: Setting, seen: JointMonitoring) -> list[m.Block]:
    if seen.since is None:
        caption = s.tell(N_("Decided so far"))
    else:
        caption = s.tell(N_("Decided since meeting {code} of {day}"), code=seen.since.code, day=s.day(seen.since.on))
    if not seen.decided:
        return [
            base.said("decided-head", caption, "sub"),
            base.said("decided-none", s.tell(N_("Nothing was decided."))),
        ]
    columns = ((s.tell(N_("Number")), 1.35), (s.tell(N_("Decision")), 5.4), (s.tell(N_("How it was taken")), 2.4))
    rows = [(base.number(d.code), _wording(s, d), base.result(s, d)) for d in seen.decided]
    evidence = records(s, s.tell(N_("{n} of {of} decisions"), n=len(seen.decided), of=seen.decisions))
    return [base.table("decided", caption, columns, rows, evidence=evidence, compact=True)]


def _wording(s: Setting, decision: Decision) -> m.Inline:
    """The wording, and by short names who dissents or objects: the reasons stand in the decision register."""
    against = [*decision.dissent, *(a.organisation_id for a in decision.answers if a.objects)]
    if not against:
        return m.span(decision.wording)
    named = numbers.enumeration([s.short(body) for body in dict.fromkeys(against)], s.language)
    return (m.Span(decision.wording), m.Span(" " + s.tell(N_("Dissent: {bodies}."), bodies=named), italic=True))


def _owed(s: Setting, seen: JointMonitoring) -> list[m.Block]:
    caption = s.tell(N_("Who owes what"))
    if not seen.owed:
        return [base.said("owed-head", caption, "sub"), base.said("owed-none", s.tell(N_("No action is open.")))]
    columns = ((s.tell(N_("In charge")), 1.05), (s.tell(N_("Late")), 0.55), (s.tell(N_("Ahead")), 0.7), (s.tell(N_("Actions, with the day they are due")), 7.2))  # fmt: skip
    rows = [
        (s.short(one.organisation_id), (m.Span(str(len(one.late)), bold=bool(one.late)),), str(len(one.ahead)), owed_text(s, one))
        for one in seen.owed
    ]  # fmt: skip
    evidence = records(s, say_n(s.language, "{n} open action", "{n} open actions", seen.open))
    return [base.table("owed", caption, columns, rows, evidence=evidence, compact=True)]


def owed_text(s: Setting, one: Owed) -> m.Inline:
    """The actions of an owner, the late ones in bold, the oldest first."""
    spans: list[m.Span] = []
    both = [*((a, True) for a in one.late), *((a, False) for a in one.ahead)]
    for action, late in both[:_MOST]:
        day = s.tell(N_("{day}, late"), day=s.day(action.due)) if late else s.day(action.due)
        spans += [m.Span("\n" if spans else ""), m.Span(action.text.rstrip("."), bold=late), m.Span(f" ({day})")]
    if len(both) > _MOST:
        spans.append(m.Span("\n" + say_n(s.language, "and one more", "and {n} more", len(both) - _MOST)))
    return tuple(span for span in spans if span.text)


def _waiting(s: Setting, seen: JointMonitoring) -> list[m.Block]:
    """No-objections, comment rounds and validation, in one table: what waits for institutions to speak."""
    rows = [
        ((m.Span(what, bold=True),), text, until, told)
        for what, text, until, told in waiting_rows(s, seen)
    ]  # fmt: skip
    caption = s.tell(N_("What waits for institutions"))
    if not rows:
        return [base.said("waiting-head", caption, "sub"), base.said("waiting-none", s.tell(N_("Nothing waits for an answer.")))]  # fmt: skip
    columns = ((s.tell(N_("What")), 1.3), (s.tell(N_("On what")), 5.5), (s.tell(N_("Last day")), 1.5), (s.tell(N_("Answered")), 1.4))  # fmt: skip
    return [base.table("waiting", caption, columns, rows, evidence=records(s, str(len(rows))), compact=True)]


def waiting_rows(s: Setting, seen: JointMonitoring) -> list[tuple[str, str, str, str]]:
    """Kind, what it is about, its day, and how many have answered."""
    rows = [
        (
            s.tell(N_("No-objection")), f"{w.decision.code.replace('-', chr(0x2011))} {w.decision.wording}",
            s.day(w.decision.until) if w.decision.until else "",
            s.tell(N_("{n} of {of}"), n=w.answered, of=w.asked)
            + (", " + say_n(s.language, "one objects", "{n} object", w.objecting) if w.objecting else ""),
        )
        for w in seen.waiting
    ]  # fmt: skip
    rows += [
        (
            s.tell(N_("Comment round")), f"{document_title(s, r.document)}, {labels.version(r.version, s.language)}",
            numbers.day(r.due_on, s.language),
            s.tell(N_("{n} of {of}, {left} unanswered"), n=r.asked - r.unanswered, of=r.asked, left=r.unanswered),
        )
        for r in seen.rounds
    ]  # fmt: skip
    states = {"asking": N_("answers still come"), "plenary": N_("{n} of {of} items decided")}
    rows += [
        (
            s.tell(N_("Validation")), v.title, s.day(v.held_on),
            s.tell(states[v.state], n=v.decided, of=v.items),
        )
        for v in seen.validations or ()
    ]  # fmt: skip
    return rows


def document_title(s: Setting, kind: str) -> str:
    """A deliverable by its title."""
    entry = catalogue.CATALOGUE.get(kind)
    return s.tell(entry.title) if entry else kind


def _register(s: Setting, seen: JointMonitoring) -> list[m.Block]:
    if not seen.figures:
        return []
    columns = (("", 3.2), ("", 0.6), ("", 5.6))
    rows = [
        ((m.Span(name, bold=True),), (m.Span(value, figure=id),), base_text)
        for id, name, value, base_text in register_rows(s, seen.figures)
    ]
    evidence = register_evidence(s, seen)
    return [
        base.table("register", s.tell(N_("What the register says")), columns, rows, evidence=evidence, compact=True)
    ]


def register_rows(s: Setting, figures: Sequence[Figure]) -> list[tuple[str, str, str, str]]:
    """Id of the figure, its name, its value, and of what it is counted."""
    return [
        (f.id, s.tell(_REGISTER[f.id][0]), str(f.value), s.tell(_REGISTER[f.id][1], n=f.n if f.n is not None else "–"))
        for f in figures
        if f.id in _REGISTER
    ]


def register_evidence(s: Setting, seen: JointMonitoring) -> m.Evidence:
    source = s.tell(N_("register of {name}, {n} sources"), name=s.workspace, n=seen.sources)
    return m.Evidence(source_text=source, date=numbers.day(seen.data_date, s.language) if seen.data_date else "")


_INSTALMENT = {
    "conditions_open": N_("conditions not yet agreed"),
    "not_due": N_("not due"),
    "claimable": N_("may be claimed"),
    "claimed": N_("claimed"),
    "paid": N_("paid"),
}


def _progress(s: Setting, seen: JointMonitoring) -> list[m.Block]:
    if not seen.progress:
        return []
    columns = (
        (s.tell(N_("Engagement")), 3.1), (s.tell(N_("Days left")), 1.7), (s.tell(N_("Deliverables")), 3.0), (s.tell(N_("Instalments")), 1.8),
    )  # fmt: skip
    rows = [
        ((m.Span(p.engagement.title, bold=True, lang="" if p.engagement.language == s.language else p.engagement.language),),
         days_left(s, p), deliverables_of(s, p), instalments_of(s, p))
        for p in seen.progress
    ]  # fmt: skip
    evidence = m.Evidence(
        n=say_n(s.language, "{n} engagement", "{n} engagements", len(rows)), source_text=s.tell(N_("terms of reference and what was accepted")),
        date=s.day(s.today),
    )  # fmt: skip
    return [base.table("progress", s.tell(N_("The engagements")), columns, rows, evidence=evidence, compact=True)]


def days_left(s: Setting, p: Progress) -> str:
    ends = s.day(p.engagement.end)
    if p.days_left < 0:
        return say_n(s.language, "ended {day}, {n} day ago", "ended {day}, {n} days ago", -p.days_left, day=ends)
    return say_n(s.language, "{n} day, to {day}", "{n} days, to {day}", p.days_left, day=ends)


def deliverables_of(s: Setting, p: Progress) -> m.Inline:
    """How many are accepted, and what is due next, in the language of its terms where it has no other."""
    e = p.engagement
    told = s.tell(N_("{n} of {of} accepted"), n=p.accepted, of=len(e.deliverables))
    wanted = e.deliverable(p.next.id) if p.next else None
    if p.next is None or wanted is None:
        return m.span(told)
    day = s.day(p.next.on)
    message = N_("late since {day}: {title}") if p.next.days < 0 else N_("next, on {day}: {title}")
    title = terms.title_in(s.language, e, wanted)
    return terms.around(f"{told}; " + say(s.language, message, day=day, title=terms.PLACE), (title,))


def instalments_of(s: Setting, p: Progress) -> str:
    """Instalments by their number, those that stand alike together."""
    by_state: dict[str, list[str]] = {}
    for number, state in p.instalments:
        by_state.setdefault(state, []).append(str(number))
    colon = numbers.colon(s.language)
    found = [f"{', '.join(alike)}{colon} {s.tell(_INSTALMENT[state])}" for state, alike in by_state.items()]
    return "; ".join(found) or "–"


def _indicators(s: Setting, indicators: Sequence[Figure]) -> list[m.Block]:
    """Indicators have a place here from the day there are any; until then nothing is printed."""
    if not indicators:
        return []
    columns = ((s.tell(N_("Indicator")), 4.0), (s.tell(N_("Value")), 1.0), (s.tell(N_("Base")), 2.0), (s.tell(N_("Date")), 1.5))  # fmt: skip
    rows = [(f.id, str(f.value), f"n = {f.n}" if f.n is not None else "–", f.date) for f in indicators]
    return [base.table("indicators", s.tell(N_("Indicators")), columns, rows, compact=True)]
