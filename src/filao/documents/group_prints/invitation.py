"""Invitation letters by mail merge: a page for each body, in its language, left for the chair and the secretariat to sign."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from filao.core.meetings import Addressee, Meeting
from filao.core.register import Seat
from filao.documents import model as m
from filao.documents.group_prints import base
from filao.documents.group_prints.base import Setting
from filao.documents.language import N_

KIND = "invitations"


def compose(
    s: Setting, meeting: Meeting, seats: Sequence[Seat], addressees: Sequence[Addressee], *,
    only: str = "", links: Mapping[str, str] | None = None,
) -> m.Document:  # fmt: skip
    """One letter for each addressee, or for the body `only`; its number is its place among all, whoever is printed.

    `links` are addresses by body, for those whose letter shall carry one.
    """
    by_body = {seat.organisation_id: seat for seat in seats}
    chosen = [(n, a) for n, a in enumerate(addressees, start=1) if not only or a.organisation_id == only]
    sections = tuple(
        _letter(s, meeting, by_body.get(a.organisation_id), a, number, (links or {}).get(a.organisation_id, ""), place)
        for place, (number, a) in enumerate(chosen)
    )
    title = s.tell(N_("Invitations: {title}"), title=meeting.title)
    return base.document(s, f"{meeting.code}-INVITATIONS", title, "", sections, style="letter")


def _letter(
    s: Setting, meeting: Meeting, seat: Seat | None, to: Addressee, number: int, link: str, place: int
) -> m.Section:  # fmt: skip
    language = base.nearest(to.language)
    t, id = s.within(language), f"letter-{number}"
    chair = t.in_chair
    reference = f"{s.country}/{s.mark or s.group}/{meeting.code}/{number:02d}"
    blocks: list[m.Block] = [
        m.Space(points=16),
        base.said(f"{id}-from", t.tell(N_("[Letterhead: {body}]"), body=chair)),
        base.said(f"{id}-dated", "\n".join((t.tell(N_("Reference: {number}"), number=reference), t.tell(N_("[Place], {day}"), day=t.day(s.today))))),
        m.Space(points=10),
        base.said(f"{id}-to", "\n".join(filter(None, (to.name, to.post or t.tell(N_("The Head")), t.full(to.organisation_id))))),
        m.Space(points=6),
        m.Heading(id=f"{id}-subject", level=1, text=t.tell(N_("Invitation: {title}"), title=meeting.title), numbered=False),
        base.said(f"{id}-greeting", t.tell(N_("Dear Sir or Madam,"))),
        base.said(f"{id}-opening", _opening(t, meeting, chair, seat)),
        base.facts(f"{id}-when", base.when_and_where(t, meeting)),
        *_agenda(t, meeting, id),
        base.said(f"{id}-answer", _answer(t, seat)),
    ]  # fmt: skip
    if link:
        words = t.tell(
            N_("The link below is for your institution alone. It opens the papers and, in time, the minutes.")
        )
        blocks.append(base.said(f"{id}-link", (m.Span(words + "\n"), m.Span(link, link=link))))
    blocks += [base.said(f"{id}-close", t.tell(N_("Yours faithfully,"))), m.Space(points=40), _signatures(t, id, chair)]
    return m.Section(
        id, "", tuple(blocks), numbered=False, page_break=place > 0, lang="" if language == s.language else language
    )


def _opening(t: Setting, meeting: Meeting, chair: str, seat: Seat | None) -> str:
    message = (
        N_("The chair, {chair}, invites your institution, as an observer, to meeting {code} of the {group}.")
        if seat is not None and seat.seat_type == "observer"
        else N_("The chair, {chair}, invites your institution, as a member, to meeting {code} of the {group}.")
    )
    return t.tell(message, chair=chair, code=meeting.code, group=t.group)


def _agenda(t: Setting, meeting: Meeting, id: str) -> list[m.Block]:
    """The items in short, and the papers that go with the letter."""
    if not meeting.items:
        return [base.said(f"{id}-agenda", t.tell(N_("The agenda follows.")))]
    papers = list(dict.fromkeys(digest for item in meeting.items for digest in item.papers))
    blocks: list[m.Block] = [
        base.said(f"{id}-agenda-head", t.tell(N_("Agenda in short")), "sub"),
        m.Bullets(id=f"{id}-agenda", items=tuple(m.span(item.title) for item in meeting.items), ordered=True),
    ]
    if papers:
        blocks += [
            base.said(f"{id}-papers-head", t.tell(N_("Papers attached")), "sub"),
            m.Bullets(id=f"{id}-papers", items=tuple(m.span(t.paper(digest)) for digest in papers)),
        ]
    return blocks


def _answer(t: Setting, seat: Seat | None) -> str:
    answer = t.tell(N_("Let the secretariat know by [date], by letter, e-mail or telephone, whether your institution comes."))  # fmt: skip
    if seat is not None and seat.seat_type == "observer":
        return answer
    return answer + " " + t.tell(N_("If the holder of the seat cannot come, the alternate may attend and speak in the holder’s place."))  # fmt: skip


def _signatures(t: Setting, id: str, chair: str) -> m.Table:
    rows: list[base.Cells] = [
        ((m.Span(t.tell(N_("For the chair")), bold=True), m.Span(f"\n{chair}")), "", (m.Span(t.tell(N_("For the secretariat")), bold=True),)),
        (t.tell(N_("[Name, function]")), "", t.tell(N_("[Name, function]"))),
    ]  # fmt: skip
    return base.table(f"{id}-sign", "", (("", 4), ("", 0.4), ("", 4)), rows)
