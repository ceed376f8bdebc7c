"""Papers of a working group on the page: what each must say, that a draft says so, and that nothing of a person is added."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import date, timedelta

import docx
import openpyxl
import pytest

from filao.core.engagement import Engagement
from filao.core.figures import Figure
from filao.core.joint_monitoring import JointMonitoring, Owed, Progress, ValidationRound, Waiting
from filao.core.meetings import Action, Addressee, AgendaItem, Answer, Decision, Meeting
from filao.core.register import Register, Seat
from filao.documents import model as m
from filao.documents import pdf
from filao.documents.group_prints import agenda, attendance, base, decisions, invitation, minutes, monitoring
from filao.documents.group_prints.base import Setting, written

TODAY = date(2026, 5, 20)
PAPER = "4f" * 32
CODE = "2026-02"
TITLES = (
    "Opening", "Minutes of the last meeting", "Mapping report, second draft", "Referral protocol", "Figures on referrals",
    "Training plan", "Any other business",
)  # fmt: skip
DECISIONS = (
    Decision("d1", CODE, 1, "The minutes are adopted.", "consensus", date(2026, 5, 12)),
    Decision("d2", CODE, 2, "The protocol is tried in two districts.", "vote", date(2026, 5, 12), votes=(9, 2, 1),
             dissent={"ODPP": "The part on evidence comes first."}),
    Decision("d3", CODE, 3, "The second draft is final.", "no_objection", date(2026, 5, 12), until=date(2026, 5, 30), paper=PAPER,
             answers=(Answer("MPF", True, date(2026, 5, 14), "Not costed."),)),
    Decision("d4", CODE, 4, "=1+1", "consensus", date(2026, 5, 12)),
)  # fmt: skip
ACTIONS = tuple(
    Action(f"a{n}", CODE, n, f"Thing number {n}.", owner, date(2026, 5, 10) + timedelta(7 * n))
    for n, owner in enumerate(("MPF", "CDU", "ODPP", "PMO", "MPF", "IOM", "MOL", "MOH", "RRA"), start=1)
)


@pytest.fixture(scope="module")
def seats(mauritius: Register) -> list[Seat]:
    """Twenty-two seats: those of the example and two more."""
    found = [s for s in mauritius.seats.values() if s.group_id == "TWG"]
    more = [b for b in mauritius.bodies if b not in {s.organisation_id for s in found}][:2]
    made = [*found, *(Seat(f"TWG-{body}", "TWG", body, "inclusion") for body in more)]
    return sorted(made, key=lambda s: (s.seat_type == "observer", not s.chair, s.organisation_id))


@pytest.fixture(scope="module")
def s(mauritius: Register) -> Setting:
    return Setting(
        "Mauritius", "MU", "Technical Working Group", mauritius, TODAY, chair="PMO", mark="TWG",
        papers={PAPER: "mapping-report-en.pdf · draft 2"},
    )  # fmt: skip


@pytest.fixture(scope="module")
def meeting(seats: list[Seat]) -> Meeting:
    came = {seat.organisation_id: "holder" for seat in seats[:9]} | {seats[9].organisation_id: "excused"}
    items = tuple(
        AgendaItem(n, title, "PMO", (PAPER,) if n == 3 else (), f"What was said of item {n}.\nAnd more of it.")
        for n, title in enumerate(TITLES, start=1)
    )
    return Meeting(
        "m1", "TWG", 2026, 2, "Second meeting", date(2026, 5, 12), "09:30", 150, "Port Louis", 9, came,  # type: ignore[arg-type]
        items,
    )  # fmt: skip


def text(document: m.Document) -> str:
    """What a reader's search finds in the PDF, on one line, with plain hyphens."""
    found = " ".join(" ".join(pdf.page_texts(pdf.build(document).data)).split())
    return found.replace("\N{NON-BREAKING HYPHEN}", "-").replace("\ufffe", "-")


def pages(document: m.Document) -> int:
    return pdf.build(document).layout.pages


def word(document: m.Document) -> str:
    found = docx.Document(io.BytesIO(written(document, "docx")))
    cells = [c.text for t in found.tables for row in t.rows for c in row.cells]
    return " ".join((*(p.text for p in found.paragraphs), *cells)).replace("\N{NON-BREAKING HYPHEN}", "-")


def test_each_body_gets_a_letter_of_one_page_in_its_language(s: Setting, meeting: Meeting, seats: list[Seat]) -> None:
    to = [Addressee(seat.organisation_id, "fr" if n % 2 else "en") for n, seat in enumerate(seats)]
    document = invitation.compose(s, meeting, seats, to)

    made = pdf.build(document)
    first, second = (" ".join(page.split()) for page in pdf.page_texts(made.data)[:2])

    assert made.layout.pages == len(seats) == 22
    for said in (
        "MU/TWG/2026-02/01",
        "12 May 2026",
        "09:30 to 12:00",
        "Port Louis",
        *TITLES,
        "4f4f4f4f4f4f",
        "Yours faithfully",
    ):
        assert said in first
    assert "12 mai 2026" in second
    assert [part.lang for part in document.sections[:2]] == ["", "fr"]


def test_a_letter_alone_keeps_its_number_and_names_the_post_and_whom_it_is_kept_for(
    s: Setting, meeting: Meeting, seats: list[Seat]
) -> None:
    to = [Addressee(seat.organisation_id) for seat in seats]
    to[2] = replace(to[2], post="Permanent Secretary", name="A. Name")

    told = text(invitation.compose(s, meeting, seats, to, only=to[2].organisation_id))

    assert "MU/TWG/2026-02/03" in told
    assert "A. Name Permanent Secretary" in told
    assert "http" not in told


def test_a_signed_link_stands_in_the_letter_of_its_body_alone(s: Setting, meeting: Meeting, seats: list[Seat]) -> None:
    to = [Addressee(seat.organisation_id) for seat in seats[:2]]
    links = {seats[1].organisation_id: "https://filao.example/mauritius/link/abc"}

    first, second = pdf.page_texts(pdf.build(invitation.compose(s, meeting, seats, to, links=links)).data)

    assert "filao.example" not in first
    assert "https://filao.example/mauritius/link/abc" in second


def test_the_agenda_opens_with_what_is_late_and_lists_papers_with_their_hash(s: Setting, meeting: Meeting) -> None:
    before = replace(meeting, id="m0", number=1, on=date(2026, 3, 12), minutes="adopted", adopted_on=date(2026, 4, 2))
    waiting = Waiting(DECISIONS[2], 15, 2, 1)
    brought = agenda.Brought(ACTIONS[:1], before, ACTIONS[1:3], [waiting])
    document = agenda.compose(s, meeting, brought)

    for told in (text(document), word(document)):
        for said in (
            "A-2026-02-01",
            "A-2026-02-03",
            "12 March 2026",
            "2 April 2026",
            "D-2026-02-03",
            "2 of 15",
            *TITLES,
        ):
            assert said in told
        assert "mapping-report-en.pdf · draft 2 · 4f4f4f4f4f4f" in told
    order = text(document)
    assert (
        order.index("First: actions past their day")
        < order.index("Matters arising")
        < order.index("Any other business")
    )


def test_an_agenda_of_a_first_meeting_says_nothing_of_an_earlier_one(s: Setting, meeting: Meeting) -> None:
    told = text(agenda.compose(s, replace(meeting, items=()), agenda.Brought()))

    assert "Matters arising" not in told
    assert "No item is on the agenda yet." in told


def test_the_attendance_sheet_has_a_line_for_each_seat_lines_for_guests_and_one_sentence_on_data(
    s: Setting, meeting: Meeting, seats: list[Seat]
) -> None:
    document = attendance.compose(
        s, meeting, seats, "https://filao.example/mauritius/group/meetings/2026-02/attendance"
    )
    table = next(b for b in document.blocks() if isinstance(b, m.Table))
    told = text(document)

    assert len(table.rows) == len(seats) + 2 + 4
    assert all(row[3] == row[4] == () for row in table.rows)
    assert "Data Protection Act 2017" in told
    assert "https://filao.example/mauritius/group/meetings/2026-02/attendance" in told
    assert pages(document) == 2
    assert not any(isinstance(b, m.Picture) for b in attendance.compose(s, meeting, seats).blocks())


def test_a_sheet_and_a_letter_of_another_country_name_no_law_and_no_chair_of_mauritius(
    s: Setting, meeting: Meeting, seats: list[Seat]
) -> None:
    elsewhere = replace(s, country="KE", chair="")
    sheet = text(attendance.compose(elsewhere, meeting, seats))
    letter = text(invitation.compose(elsewhere, meeting, seats, [Addressee("CDU")]))

    assert "[law of the country on data protection]" in sheet
    assert "complain to the [authority for data protection]" in sheet
    assert "[institution in the chair] keeps them" in sheet
    assert "The chair, [institution in the chair], invites your institution" in letter
    assert "Prime Minister" not in letter


def test_a_group_without_seats_has_an_attendance_sheet_of_empty_lines(s: Setting, meeting: Meeting) -> None:
    told = text(attendance.compose(s, meeting, []))

    assert "Observers and guests" in told
    assert "Members" not in told


def test_draft_minutes_say_so_on_every_page_and_number_their_paragraphs(
    s: Setting, meeting: Meeting, seats: list[Seat]
) -> None:
    document = minutes.compose(s, meeting, seats, DECISIONS, ACTIONS)
    made = pdf.page_texts(pdf.build(document).data)

    assert all("DRAFT" in page for page in made)
    for told in (text(document), word(document)):
        for said in ("3.1", "7.2", "D-2026-02-02", "9 for, 2 against, 1 abstaining", "Dissent of ODPP", "A-2026-02-09"):
            assert said in told
    assert "DRAFT" in docx.Document(io.BytesIO(written(document, "docx"))).sections[0].header.paragraphs[-1].text


def test_the_quorum_of_the_minutes_is_counted_among_those_with_a_voice(
    s: Setting, meeting: Meeting, seats: list[Seat]
) -> None:
    observers = {seat.organisation_id: "holder" for seat in seats if seat.seat_type == "observer"}
    voices = [seat for seat in seats if seat.seat_type != "observer"]
    held = replace(meeting, attendance={"PMO": "holder", **observers}, observers=tuple(observers))  # type: ignore[arg-type]

    told = text(minutes.compose(s, held, seats, (), ()))

    assert f"1 of {len(voices)} member institutions with a voice were present; the quorum of 9 was not reached." in told


def test_adopted_minutes_carry_their_date_and_no_word_of_a_draft(
    s: Setting, meeting: Meeting, seats: list[Seat]
) -> None:
    held = replace(meeting, minutes="adopted", adopted_on=date(2026, 5, 19))

    told = text(minutes.compose(s, held, seats, DECISIONS, ACTIONS))

    assert "DRAFT" not in told
    assert "Adopted on 19 May 2026." in told


def test_comments_on_minutes_stand_in_an_annex_where_they_are_asked_for(
    s: Setting, meeting: Meeting, seats: list[Seat]
) -> None:
    said = [minutes.Said("CDU", 3, "Say which draft.", date(2026, 5, 18))]

    assert "Say which draft." in text(minutes.compose(s, meeting, seats, (), (), said))
    assert "Comments received" not in text(minutes.compose(s, meeting, seats, (), ()))


def test_the_decision_register_tells_mode_result_dissent_file_and_what_follows(s: Setting, meeting: Meeting) -> None:
    document = decisions.compose(s, DECISIONS, ACTIONS, [meeting])

    for told in (text(document), word(document)):
        for said in ("4 decisions (carried: 3; objected to: 1)", "Dissent of ODPP: The part on evidence comes first.",
                     "Objection of MPF: Not costed.", "4f4f4f4f4f4f", "A-2026-02-09"):  # fmt: skip
            assert said in told


def test_the_decision_register_counts_each_decision_under_one_outcome(s: Setting, meeting: Meeting) -> None:
    found = (*DECISIONS, replace(DECISIONS[0], id="d5", number=5, quorate=False))

    (lead, *_rest) = decisions.compose(s, found, (), (meeting,)).sections[0].blocks

    told = m.plain(lead.inline)  # type: ignore[union-attr]
    assert told.startswith("5 decisions (")
    assert sum(map(int, re.findall(r": (\d+)", told))) == 5


def test_a_wording_that_looks_like_a_formula_stays_text_in_the_workbook(s: Setting, meeting: Meeting) -> None:
    book = openpyxl.load_workbook(io.BytesIO(decisions.sheet(s, DECISIONS, ACTIONS, [meeting])))
    cells = {cell.value: cell.data_type for row in book.worksheets[1].iter_rows() for cell in row}

    assert cells["=1+1"] == cells[PAPER] == "s"


def seen(**more: object) -> JointMonitoring:
    engagement = Engagement("map", "The map", "PMO", "", date(2026, 4, 1), date(2026, 6, 30), "en")
    given = {
        "decided": DECISIONS, "decisions": 9,
        "owed": (Owed("MPF", ACTIONS[:1], ACTIONS[4:5]), Owed("CDU", (), ACTIONS[1:2])),
        "figures": (Figure("relations.stale", 30, n=115), Figure("questions.conflict", 2, n=251)),
        "sources": 105, "data_date": "2025-11-30", "waiting": (Waiting(DECISIONS[2], 15, 2, 1),),
        "progress": (Progress(engagement, 41, 0, None, ((1, "claimable"), (2, "not_due"), (3, "not_due"))),),
        "validations": (ValidationRound("Workshop", date(2026, 6, 2), 12, 3, "plenary"),), **more,
    }  # fmt: skip
    held = Meeting("m1", "TWG", 2026, 2, "Second meeting", date(2026, 5, 12))
    return JointMonitoring("TWG", TODAY, held, None, **given)  # type: ignore[arg-type]


def test_joint_monitoring_gives_each_figure_its_base_its_source_and_its_date(s: Setting) -> None:
    document = monitoring.compose(s, seen())

    for told in (text(document), word(document)):
        for said in ("30", "of 115 ties", "register of Mauritius, 105 sources", "30 November 2025", "n = 4 of 9 decisions",
                     "n = 3 open actions", "records of the Technical Working Group", "2 of 15, one objects",
                     "2, 3: not due", "3 of 12 items decided"):  # fmt: skip
            assert said in told
    assert pages(document) <= 2


def test_joint_monitoring_says_nothing_of_indicators_until_there_are_any(s: Setting) -> None:
    assert "Indicator" not in text(monitoring.compose(s, seen()))
    assert "Indicators" in text(monitoring.compose(s, seen(indicators=(Figure("x", 3, n=9),))))


def test_an_empty_group_is_told_so_and_no_figure_is_made_up(s: Setting) -> None:
    empty = JointMonitoring("TWG", TODAY, None, None, (), 0, ())

    told = text(monitoring.compose(s, empty))

    for said in ("Nothing was decided.", "No action is open.", "Nothing waits for an answer."):
        assert said in told
    assert "Contradictions" not in told


def test_every_paper_is_made_in_french(s: Setting, meeting: Meeting, seats: list[Seat]) -> None:
    fr = s.within("fr")
    made = (
        (invitation.compose(fr, meeting, seats, [Addressee("CDU", "fr")]), "Ordre du jour en bref"),
        (agenda.compose(fr, meeting, agenda.Brought(ACTIONS[:1])), "Ordre du jour"),
        (attendance.compose(fr, meeting, seats), "Feuille de présence"),
        (minutes.compose(fr, meeting, seats, DECISIONS, ACTIONS), "PROJET"),
        (decisions.compose(fr, DECISIONS, ACTIONS, [meeting]), "Registre des décisions"),
        (monitoring.compose(fr, seen()), "Suivi conjoint"),
    )

    for document, said in made:
        assert said in text(document)
        assert document.meta.language == "fr"


def test_papers_are_made_in_the_languages_they_say() -> None:
    assert base.LANGUAGES == ("en", "fr")
