"""Fieldwork on the page: invitations drawn and sent, the board of a round, answers paired before and after."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone
from tests.collecting import a_round, answer, publish
from tests.web.conftest import Someone
from tests.web.pages import text_of

from filao.store.collection import InvitationRow, ResponseRow, RoundRow
from filao.work.collection import ingest
from filao.work.workspaces import Workspace

pytestmark = pytest.mark.database

TODAY = timezone.localdate
FRAME = {"sectors": ["ngo"], "persons": "Director, female\nField officer"}


def invited(person: Client, workspace: Workspace, mode: str = "named", **more: Any) -> RoundRow:
    """A round of ten days around today with all NGOs asked."""
    round = a_round(workspace, publish(workspace), mode)
    RoundRow.objects.filter(id=round.id).update(
        opens_on=TODAY() - timedelta(9), closes_on=TODAY() + timedelta(10), **more
    )
    person.post(
        f"/mauritius/fieldwork/{round.id}/invitations",
        {"sectors": ["ngo"], "persons": "Director, female\nField officer"},
    )
    return RoundRow.objects.get(id=round.id)


def test_bodies_are_invited_by_function_from_the_register_and_nobody_by_name(
    person: Client, workspace: Workspace
) -> None:
    round = invited(person, workspace)

    page = person.get(f"/mauritius/fieldwork/{round.id}/invitations")

    rows = list(InvitationRow.objects.filter(round=round))
    assert len(rows) == 2 * len({row.segment["organisation"] for row in rows}) > 4
    assert {row.segment["sector"] for row in rows} == {"ngo"}
    assert {row.segment.get("sex", "") for row in rows} == {"female", ""}
    assert f"0 of {len(rows)} invited have answered" in text_of(page)
    assert "seed" in text_of(page)


def test_a_name_in_place_of_a_function_is_held(person: Client, workspace: Workspace) -> None:
    round = a_round(workspace, publish(workspace))

    answered = person.post(f"/mauritius/fieldwork/{round.id}/invitations", {"persons": "Mr Jean Dupont"})

    assert answered.status_code == 422
    assert InvitationRow.objects.count() == 0


def test_a_sheet_with_a_column_of_names_is_refused(person: Client, workspace: Workspace) -> None:
    round = a_round(workspace, publish(workspace))
    sheet = BytesIO(b"sector;name\npolice;Ann\n")
    sheet.name = "frame.csv"

    answered = person.post(f"/mauritius/fieldwork/{round.id}/invitations", {"sheet": sheet})

    assert answered.status_code == 422
    assert "The sheet has a column “name”" in text_of(answered)


def test_a_link_of_an_invitation_opens_the_form_once(person: Client, workspace: Workspace) -> None:
    round = invited(person, workspace)
    page = person.get(f"/mauritius/fieldwork/{round.id}/messages").content.decode()
    link = re.findall(r"(/mauritius/a/[0-9a-z]{26})", page)[0]

    first = person.get(link, follow=True)
    invitation = next(row for row in InvitationRow.objects.all() if _opens(workspace, row, link))
    ingest.take(workspace, answer(1, consent="yes").xml, {}, channel="page", round=round, invitation=invitation)
    again = person.get(link, follow=True)

    assert first.status_code == 200
    assert "answered" in text_of(again).casefold()
    assert text_of(first) != text_of(again)


def _opens(workspace: Workspace, row: InvitationRow, link: str) -> bool:
    from filao.work.collection import tokens

    return row.token == tokens.hashed(link.rpartition("/")[2])


def test_reminders_are_due_after_a_week_and_stop_on_the_answer(person: Client, workspace: Workspace) -> None:
    round = invited(person, workspace)
    here = f"/mauritius/fieldwork/{round.id}/messages"
    rows = list(InvitationRow.objects.filter(round=round))
    on = (TODAY() - timedelta(8)).isoformat()

    person.post(here, {"invitation": [row.id for row in rows], "channel": "letter", "on": on})
    ingest.take(workspace, answer(1, consent="yes").xml, {}, channel="page", round=round, invitation=rows[0])
    due = text_of(person.get(here))
    person.post(here, {"invitation": [row.id for row in rows], "channel": "message", "on": TODAY().isoformat()})
    after = text_of(person.get(here))

    assert f"{len(rows) - 1} reminders are due" in due
    assert "No message is due today" in after
    assert InvitationRow.objects.get(id=rows[0].id).reminded_on == []
    assert InvitationRow.objects.get(id=rows[1].id).reminded_on == [TODAY().isoformat()]


def test_letters_and_the_list_of_calls_are_files_with_a_code_each(person: Client, workspace: Workspace) -> None:
    from filao.documents import pdf

    round = invited(person, workspace)
    one = InvitationRow.objects.filter(round=round).first()
    assert one is not None

    letters = person.post(f"/mauritius/fieldwork/{round.id}/letters.pdf", {"invitation": [one.id]})
    word = person.post(f"/mauritius/fieldwork/{round.id}/letters.docx", {"invitation": [one.id], "language": "fr"})
    calls = person.post(f"/mauritius/fieldwork/{round.id}/calls.pdf", {"invitation": [one.id]})

    assert pdf.page_count(letters.content) == 1
    assert one.label in " ".join(pdf.page_texts(letters.content)[0].split())
    assert word.content[:2] == b"PK"
    assert one.label in " ".join(pdf.page_texts(calls.content)[0].split())


def test_where_a_mail_server_is_named_texts_go_to_function_addresses_alone(
    person: Client, workspace: Workspace, settings: Any
) -> None:
    from filao.store import register as store

    settings.EMAIL_HOST, settings.DEFAULT_FROM_EMAIL = "mail.example", "filao@filao.example"
    round = invited(person, workspace)
    rows = list(InvitationRow.objects.filter(round=round))
    bodies = store.reading(workspace).organisations
    known = [bodies[row.segment["organisation"]].function_email for row in rows]

    person.post(
        f"/mauritius/fieldwork/{round.id}/messages",
        {"invitation": [row.id for row in rows], "channel": "email", "on": TODAY().isoformat(), "mail": "1"},
    )

    assert sorted(to for message in mail.outbox for to in message.to) == sorted(filter(None, known))
    assert InvitationRow.objects.exclude(sent_on=None).count() == len(list(filter(None, known)))


def test_the_board_tells_rates_by_group_and_what_an_even_pace_would_have_brought(
    person: Client, workspace: Workspace
) -> None:
    round = invited(
        person, workspace, targets=[{"wanted": 10}, {"wanted": 6, "dimension": "sex", "value": "female"}],
        quotas=[{"most": 1, "segment": {"sector": "ngo"}, "closes": False}],
    )  # fmt: skip
    rows = list(InvitationRow.objects.filter(round=round))
    for number, row in enumerate(rows[:2], start=1):
        ingest.take(workspace, answer(number, consent="yes").xml, {}, channel="page", round=round, invitation=row)
    ingest.take(workspace, answer(3, consent="no").xml, {}, channel="page", round=round, invitation=rows[2])

    page = person.get(f"/mauritius/fieldwork/{round.id}")

    words = text_of(page)
    assert "2 of 10 answers have come" in words
    assert "Behind an even pace" in words
    assert "Expected by today" in words
    assert "2 of at most 1 over" in words
    assert 'class="pace"' in page.content.decode()
    assert "Declined to take part 1" in words


def test_the_board_marks_every_line_of_a_simulated_round(person: Client, workspace: Workspace) -> None:
    round = invited(
        person, workspace, simulated=True, quotas=[{"most": 9, "segment": {"sex": "female"}, "closes": True}]
    )
    row = InvitationRow.objects.filter(round=round).first()
    ingest.take(
        workspace, answer(1, consent="yes").xml, {}, channel="page", round=round, invitation=row, simulated=True
    )

    html = person.get(f"/mauritius/fieldwork/{round.id}").content.decode()

    lines = [
        line
        for line in re.findall(r"<tr>.*?</tr>|<li>.*?</li>", html.split("<main")[1], re.DOTALL)
        if 'scope="col"' not in line
    ]
    assert len(lines) > 4
    assert all("simulated" in line for line in lines)


def test_answers_that_stand_out_are_flagged_with_what_to_do(person: Client, workspace: Workspace) -> None:
    round = a_round(workspace, publish(workspace))
    same = {
        "consent": "yes", "sector": "police", "needs": "law", "officers": "3", "share": "1.5", "since": "2020-01-01",
        "order": "law care data", "hour": "10:00:00.000", "seen": "OK", "tie__kind": "meets",
    }  # fmt: skip
    for number in (1, 2):
        ingest.take(workspace, answer(number, **same).xml, {}, channel="paper", round=round)

    words = text_of(person.get(f"/mauritius/fieldwork/{round.id}"))

    assert "A flag is a reason to look" in words


def test_of_a_blind_round_no_answer_is_told_apart(person: Client, workspace: Workspace) -> None:
    round = invited(person, workspace, "blind")
    rows = list(InvitationRow.objects.filter(round=round))
    for number, row in enumerate(rows[:3], start=1):
        ingest.take(workspace, answer(number, consent="yes").xml, {}, channel="page", round=round, invitation=row)

    words = text_of(person.get(f"/mauritius/fieldwork/{round.id}"))

    assert "3 answers wait closed until five have come" in words
    assert not [row.instance_id for row in ResponseRow.objects.all() if row.instance_id[5:13] in words]


def test_observers_see_no_board_and_the_owner_sends_nothing(
    server: Callable[..., Someone], workspace: Workspace
) -> None:
    round = a_round(workspace, publish(workspace))
    for role, page, expected in (
        ("observer", "", 403), ("owner", "", 200), ("owner", "/messages", 403), ("trainer", "/messages", 200),
        ("collector", "/invitations", 403), ("monitoring", "/invitations", 200),
    ):  # fmt: skip
        answered = server(role).sign_in().get(f"/mauritius/fieldwork/{round.id}{page}")
        assert answered.status_code == expected, (role, page)


def paired_form() -> bytes:
    """A small test with the code of a badge."""
    from tests.collecting import xform

    return xform().replace(b"<told/>", b"<pairing_code/>").replace(b"/data/told", b"/data/pairing_code")


def test_people_are_found_again_by_their_code_and_the_others_are_counted_with_the_reason(
    person: Client, workspace: Workspace
) -> None:
    from filao.core.pairing import printed_codes

    version = publish(workspace, paired_form())
    before, after = a_round(workspace, version, "open", "Before"), a_round(workspace, version, "open", "After")
    codes = printed_codes(4, lambda n: iter_next(n))
    for number, code in enumerate(codes[:3], start=1):
        ingest.take(
            workspace, answer(number, pairing_code=code, officers=str(number)).xml, {}, channel="page", round=before
        )
    for number, code in enumerate((codes[0].lower(), codes[3], ""), start=11):
        ingest.take(
            workspace, answer(number, pairing_code=code, officers=str(number)).xml, {}, channel="page", round=after
        )

    page = person.post("/mauritius/fieldwork/pairs", {"before": before.id, "after": after.id})
    sheet = person.post(
        "/mauritius/fieldwork/pairs/pairs.csv", {"before": before.id, "after": after.id}
    ).content.decode()

    words = text_of(page)
    assert "1 person was found again" in words
    assert "no code 1" in words
    assert "no code like it on the other side 2" in words
    assert not [code for code in codes if code in words + sheet]
    assert "1,same," in sheet


_drawn = [7, 90_001, 200_003, 150_007]


def iter_next(_below: int) -> int:
    return _drawn.pop()


def test_badges_are_printed_with_codes_that_are_kept_nowhere(person: Client, workspace: Workspace) -> None:
    from filao.core.pairing import is_printed
    from filao.documents import pdf

    made = person.post("/mauritius/fieldwork/pairs/badges.pdf", {"title": "Course", "count": "4"})
    none = person.post("/mauritius/fieldwork/pairs/badges.pdf", {"title": "Course", "count": "0"})

    codes = [word for word in pdf.page_texts(made.content)[0].split() if is_printed(word)]
    assert len(set(codes)) == 4
    assert none.status_code == 400


def test_the_questions_of_the_code_are_a_form_that_compiles(person: Client, workspace: Workspace) -> None:
    from filao.exchange import xlsform

    data = person.post("/mauritius/fieldwork/pairs/questions.xlsx").content

    names = {node.path for node in xlsform.compile(data, "pairing.xlsx").questionnaire.questions()} if data else set()
    assert any(name.endswith("pairing_code") for name in names)
