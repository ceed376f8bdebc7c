"""A round of comments behind a signed link, its letters and its workbook: what a body says lands on its paragraph, once;
guessed, forwarded, late, taken back or meant for another round, a link shows nothing."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.core import mail as outbox
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from python_calamine import CalamineWorkbook
from tests.exchange.drafts import comment, docx, marked, p
from xlsxwriter import Workbook

from filao.core.problems import Problem
from filao.core.register import Claim
from filao.core.returns import Original
from filao.store import blobs
from filao.store import register as store
from filao.store.documents import BuildRow
from filao.store.journal import JournalLine
from filao.store.links import SignedLink
from filao.store.reviews import ReviewerRow, ReviewRound
from filao.work import commenting, engagements, links, narrative, returns, reviews
from filao.work.access import Actor
from filao.work.register import edit
from filao.work.workspaces import Workspace

from .conftest import Someone
from .pages import text_of

pytestmark = pytest.mark.database

People = Callable[..., Someone]
DRAFT = (
    Original("", "1  Summary\t3"), Original("", "1.1  What is asked\t3"),
    Original("_fl_s_title", "Summary   Draft text", "s-title", "s", "Summary"),
    Original("_fl_s_1", "Nine bodies were asked.", "s-1", "s", "Summary, paragraph 1"),
    Original("_fl_s_2", "What is asked", "s-2", "s", "Summary, paragraph 2"),
    Original("_fl_t", "Body", "t", "s", "Summary, table or figure"), Original("", "Task", "t", "s", "Summary, table or figure"),
    Original("_fl_t_r0c0", "Police", "t", "s", "Summary, table or figure"),
    Original("_fl_t_r0c1", "Investigates", "t", "s", "Summary, table or figure"),
    Original("_fl_m_title", "Method", "m-title", "m", "Method"),
    Original("_fl_m_1", "Sources were read.", "m-1", "m", "Method, paragraph 1"),
)  # fmt: skip
P1 = "_fl_s_1"


def a_round(workspace: Workspace, engagement: str, version: str = "draft 1", due: int = 14) -> str:
    """A round on a small draft, with IOM, CDU and SET asked."""
    files = []
    for format in ("pdf", "docx"):
        data = f"{format} of {version}".encode()
        row = BuildRow.objects.create(
            workspace=workspace, engagement=engagement, document="mapping-report", language="en", format=format,
            audience="working_group", version=version, digest=blobs.put(data), size=len(data), revision=1,
            key=f"{format} {version}", facts={"name": f"report.{format}"}, at=timezone.now(),
        )  # fmt: skip
        files.append(row.id)
    row = ReviewRound.objects.create(
        workspace=workspace, engagement=engagement, document="mapping-report", language="en", audience="working_group",
        version=version, code="FILAO-MU-MAP", pdf_id=files[0], docx_id=files[1], opened_at=timezone.now(),
        originals=[[o.anchor, o.text, o.block, o.section, o.where] for o in DRAFT],
        due_on=timezone.localdate() + timedelta(due),
    )  # fmt: skip
    for body in ("IOM", "CDU", "SET"):
        ReviewerRow.objects.create(workspace=workspace, round=row, organisation=body)
    return str(row.id)


@pytest.fixture
def engagement(actor: Actor, workspace: Workspace) -> str:
    return engagements.find(actor, workspace).id


@pytest.fixture
def round(server: People, workspace: Workspace, engagement: str) -> str:
    return a_round(workspace, engagement)


@pytest.fixture
def team(actor: Actor) -> Actor:
    """Who works on a server, where links can be made."""
    return Actor(actor.id, actor.name) if not actor.local else actor


def browser() -> Client:
    return Client(HTTP_HOST="filao.example")


@pytest.fixture
def link(server: People, workspace: Workspace, round: str) -> Callable[..., str]:
    """Makes a link on the page of a round, as a coordinator does, and returns its path."""
    client = server("coordinator").sign_in()

    def made(body: str = "IOM", of: str = "") -> str:
        page = client.post(f"/mauritius/reviews/{of or round}", {"act": "link", "organisation": body})
        found = re.search(r"(/mauritius/link/[\w-]+)", unescape(page.content.decode()))
        assert found, text_of(page)
        return found[1]

    return made


def opened(address: str) -> Client:
    client = browser()
    client.post(address)
    return client


def said(actor: Actor, workspace: Workspace, round: str) -> list[tuple[str, str, str]]:
    return [(c.institution, c.anchor, c.text) for c in reviews.comments(actor, workspace, round)]


def test_a_body_reads_the_draft_and_its_comments_land_on_their_paragraphs_once(
    link: Callable[..., str], round: str, actor: Actor, workspace: Workspace
) -> None:
    address = link()
    client = opened(address)
    page = text_of(client.get(address))
    written = {
        f"text-{P1}": "Which year?", f"severity-{P1}": "question", f"wording-{P1}": "Nine bodies were asked.",
        "text-_fl_s_2": "", "text-_fl_t_r0c0": "Name the law.", "cell-_fl_t_r0c0": "_fl_t_r0c1",
        "text-whole": "A useful draft.", "severity-whole": "substance",
    }  # fmt: skip
    for _time in range(2):
        assert client.post(address, written).status_code == 302
    second = client.get(f"{address}?part=m")

    assert "Nine bodies were asked." in page
    assert "Investigates" in page
    assert "Sources were read." not in page
    assert "Sources were read." in text_of(second)
    assert [(anchor, text) for _body, anchor, text in said(actor, workspace, round)] == [
        (P1, "Which year?"), ("_fl_t_r0c1", "Name the law."), ("", "A useful draft."),
    ]  # fmt: skip
    assert reviews.comments(actor, workspace, round)[0].severity == "question"
    assert reviews.find(actor, workspace, round).answered == 1


def test_another_wording_is_a_proposal_with_its_reason(
    link: Callable[..., str], round: str, actor: Actor, workspace: Workspace
) -> None:
    address = link()
    opened(address).post(address, {f"text-{P1}": "One more came.", f"wording-{P1}": "Ten bodies were asked."})

    (comment,) = reviews.comments(actor, workspace, round)
    assert (comment.change, comment.before, comment.after) == (
        "changed",
        "Nine bodies were asked.",
        "Ten bodies were asked.",
    )
    assert comment.reason == "One more came."
    assert "Write “Ten bodies were asked.”" in comment.text


def test_words_about_a_person_stay_in_their_box_and_the_others_are_kept(
    link: Callable[..., str], round: str, actor: Actor, workspace: Workspace
) -> None:
    address = link()
    answer = opened(address).post(address, {f"text-{P1}": "Call her on 5789 1234.", "text-_fl_s_2": "A good question."})

    assert answer.status_code == 422
    assert "Write it without names" in text_of(answer)
    assert "Call her on 5789 1234." in answer.content.decode()
    assert [text for _b, _a, text in said(actor, workspace, round)] == ["A good question."]


def test_words_of_4000_signs_are_kept_whole_whatever_ends_their_lines_and_longer_ones_are_never_cut(
    link: Callable[..., str], round: str, actor: Actor, workspace: Workspace
) -> None:
    address = link()
    client = opened(address)
    whole = "\n".join(["a line of forty signs, no more and less .."[:39]] * 100)
    client.post(address, {f"text-{P1}": whole.replace("\n", "\r\n")})
    answer = client.post(address, {"text-_fl_s_2": "x" * 4001})

    assert len(whole) == 3999
    assert [text for _b, _a, text in said(actor, workspace, round)] == [whole]
    assert answer.status_code == 422
    assert "at most 4,000 fit" in text_of(answer).replace("4000", "4,000")


def test_a_body_sees_its_own_comments_and_never_those_of_another(link: Callable[..., str]) -> None:
    ours, theirs = link("IOM"), link("CDU")
    client, other = opened(ours), opened(theirs)
    client.post(ours, {f"text-{P1}": "A word of ours."})

    assert "A word of ours." in text_of(client.get(ours))
    assert "A word of ours." not in text_of(other.get(theirs))


def test_bodies_of_one_name_say_the_same_each_for_itself_and_a_new_name_hides_nothing(
    link: Callable[..., str], round: str, actor: Actor, workspace: Workspace
) -> None:
    named = Claim("", "organisation", "CDU", "name", store.reading(workspace).organisations["IOM"].name, chosen="now")
    edit.write_claims(actor, workspace, [named], "register.set", "two bodies of one name")
    ours, theirs = link("IOM"), link("CDU")
    client, other = opened(ours), opened(theirs)
    client.post(ours, {f"text-{P1}": "A word of ours."})
    before = text_of(other.get(theirs))
    other.post(theirs, {f"text-{P1}": "A word of ours."})
    edit.write_claims(
        actor, workspace, [replace(named, value="Another name", chosen="then")], "register.set", "a new name"
    )
    other.post(theirs, {f"text-{P1}": "A word of ours."})

    assert "A word of ours." not in before
    assert "A word of ours." in text_of(other.get(theirs))
    assert [c.body for c in reviews.comments(actor, workspace, round)] == ["IOM", "CDU"]


def test_one_button_says_that_there_are_no_comments(
    link: Callable[..., str], round: str, actor: Actor, workspace: Workspace
) -> None:
    address = link("CDU")
    opened(address).post(address, {"act": "none"})

    states = {r.organisation: r.state for r in reviews.find(actor, workspace, round).reviewers}
    assert states == {"IOM": "asked", "CDU": "no_comments", "SET": "asked"}


def test_the_files_of_this_round_are_sent_and_of_no_other(
    link: Callable[..., str], round: str, engagement: str, workspace: Workspace
) -> None:
    other = ReviewRound.objects.get(id=a_round(workspace, engagement, "draft 2"))
    address = link()
    client = opened(address)
    own = ReviewRound.objects.get(id=round)

    assert client.get(f"{address}/papers/{own.docx.digest}").content == b"docx of draft 1"
    assert client.get(f"{address}/papers/{own.pdf.digest}").content == b"pdf of draft 1"
    assert client.get(f"{address}/papers/{other.docx.digest}").status_code == 404
    assert browser().get(f"{address}/papers/{own.docx.digest}").status_code == 403


def test_a_link_opens_in_no_second_browser_and_not_by_guessing(
    link: Callable[..., str], round: str, actor: Actor, workspace: Workspace
) -> None:
    address = link()
    first, second = opened(address), browser()

    assert first.get(address).status_code == 200
    assert second.get(address).status_code == 403
    assert second.post(address, {f"text-{P1}": "x"}).status_code == 403
    assert browser().get(address[:-1]).status_code == 404
    assert browser().get(address + "x").status_code == 404
    assert said(actor, workspace, round) == []


def test_a_link_ends_on_its_day_when_taken_back_and_with_its_body(
    link: Callable[..., str], server: People, round: str, workspace: Workspace
) -> None:
    late, gone, away = link("IOM"), link("CDU"), link("SET")
    clients = {address: opened(address) for address in (late, gone, away)}
    rows = {row.subject.rpartition(" ")[2]: row for row in SignedLink.objects.filter(workspace=workspace)}
    team = server("coordinator").sign_in()
    team.post(f"/mauritius/reviews/{round}", {"act": "revoke", "link": rows["CDU"].id})
    SignedLink.objects.filter(id=rows["IOM"].id).update(expires_at=timezone.now() - timedelta(seconds=1))
    ReviewerRow.objects.filter(organisation="SET").delete()

    for address, client in clients.items():
        assert client.get(address).status_code == 404, address
        assert client.post(address, {f"text-{P1}": "x"}).status_code == 404, address


def test_a_closed_round_takes_nothing_more_and_shows_its_draft_to_nobody(
    link: Callable[..., str], round: str, actor: Actor, workspace: Workspace
) -> None:
    address = link()
    client = opened(address)
    client.post(address, {f"text-{P1}": "Which year?"})
    reviews.close(actor, workspace, round)
    page = text_of(client.get(address))

    assert "The round of comments is closed" in page
    assert "Which year?" in page
    assert "Nine bodies were asked." not in page
    assert client.post(address, {f"text-{P1}": "Late."}).status_code == 409
    assert client.get(f"{address}/papers/{ReviewRound.objects.get().docx.digest}").status_code == 404


def test_a_link_of_another_kind_opens_no_draft(round: str, actor: Actor, workspace: Workspace) -> None:
    token = links.make(actor, workspace, "minutes", f"{round} IOM")
    secret = links.confirm("mauritius", token)

    with pytest.raises(Problem, match="link_dead"):
        commenting.opened(workspace, token, secret)


def test_nothing_kept_of_a_comment_by_link_tells_more_than_its_body(
    link: Callable[..., str], round: str, actor: Actor, workspace: Workspace
) -> None:
    address = link()
    opened(address).post(
        address, {f"text-{P1}": "Which year?"}, HTTP_USER_AGENT="Somebody’s telephone", REMOTE_ADDR="10.1.2.3"
    )

    kept = repr(reviews.comments(actor, workspace, round)) + repr(
        list(JournalLine.objects.values("actor", "subject", "facts"))
    )
    assert "telephone" not in kept
    assert "10.1.2.3" not in kept
    assert "by its link" in kept


def test_a_file_that_waits_when_its_round_is_closed_is_still_taken(
    round: str, actor: Actor, workspace: Workspace
) -> None:
    data = docx(p(marked("Nine bodies were asked.", 1), anchor=P1), comments=comment(1, "Which year?"))
    waiting = returns.read(actor, workspace, round, "IOM", data, "back.docx")
    reviews.close(actor, workspace, round)

    with pytest.raises(Problem, match="review_closed"):
        returns.read(actor, workspace, round, "IOM", data, "back.docx")
    assert returns.take(actor, workspace, waiting) == (1, 0)
    assert [text for _b, _a, text in said(actor, workspace, round)] == ["Which year?"]


def test_comments_that_say_the_same_are_tied_by_where_they_stand_now(
    round: str, engagement: str, actor: Actor, workspace: Workspace
) -> None:
    data = docx(p(marked("Nine bodies were asked.", 1), anchor=P1), comments=comment(1, "Which year?"))
    for body in ("IOM", "CDU", "SET"):
        returns.take(actor, workspace, returns.read(actor, workspace, round, body, data, "back.docx"))

    def tied() -> list[int]:
        return [c.duplicate_of for c in reviews.comments(actor, workspace, round)]

    together = tied()
    returns.put(actor, workspace, round, 1, "_fl_m_1")
    away = tied()
    returns.put(actor, workspace, round, 3, "_fl_m_1")

    assert (together, away, tied()) == ([0, 1, 1], [0, 0, 2], [0, 0, 1])


def test_a_decision_renewed_from_a_workbook_is_that_of_who_brought_it(
    server: People, round: str, engagement: str, actor: Actor, workspace: Workspace
) -> None:
    data = docx(p(marked("Nine bodies were asked.", 1), anchor=P1), comments=comment(1, "Which year?"))
    returns.take(actor, workspace, returns.read(actor, workspace, round, "IOM", data, "back.docx"))
    user = server("coordinator").user
    coordinator = Actor(user.id, user.name, strong=True)
    (kept,) = reviews.comments(actor, workspace, round)

    narrative.add_comments(coordinator, workspace, engagement, kept.deliverable, [replace(kept, decision="noted")])
    (noted,) = reviews.comments(actor, workspace, round)
    narrative.add_comments(coordinator, workspace, engagement, kept.deliverable, [kept])
    (again,) = reviews.comments(actor, workspace, round)

    assert (noted.decision, noted.decided_by, again.decision, again.decided_by) == ("noted", "coordinator", "open", "")


# --- letters


def test_letters_carry_a_link_for_each_body_and_reminders_go_to_who_has_not_answered(
    server: People, round: str, actor: Actor, workspace: Workspace
) -> None:
    ReviewRound.objects.update(due_on=timezone.localdate(), opened_at=timezone.now() - timedelta(9))
    reviews.no_comments(actor, workspace, round, "SET")
    client = server("coordinator").sign_in()
    at = f"/mauritius/reviews/{round}"

    before = text_of(client.get(at))
    made = client.post(f"{at}/letters", {"act": "texts", "kind": "reminder", "language": "fr", "to": ["IOM", "CDU"]})
    client.post(f"{at}/letters", {"act": "sent", "kind": "reminder", "to": ["IOM", "CDU", "SET"]})
    after = text_of(client.get(at))

    assert "Remind 2 bodies" in before
    assert len(set(re.findall(r"filao.example/mauritius/link/[\w-]+", made.content.decode()))) == 2
    assert "Chaque observation" not in text_of(made)
    assert "Aucune n’est encore parvenue" in text_of(made)
    assert "to remind" not in after
    assert after.count("last reminded on") == 2
    assert JournalLine.objects.filter(act="review.reminder").count() == 2


def test_letters_are_mailed_to_the_addresses_entered_and_those_are_not_kept(
    server: People, round: str, actor: Actor, workspace: Workspace, settings: Any
) -> None:
    settings.EMAIL_HOST, settings.DEFAULT_FROM_EMAIL = "mail.example", "filao@filao.example"
    client = server("coordinator").sign_in()
    sent = {
        "act": "mail",
        "kind": "invitation",
        "language": "",
        "to": ["IOM", "CDU"],
        "mail-IOM": "desk@iom.example",
        "mail-CDU": "",
    }
    answer = client.post(f"/mauritius/reviews/{round}/letters", sent)

    assert answer.status_code == 302, text_of(answer)
    (message,) = outbox.outbox
    assert message.to == ["desk@iom.example"]
    assert "/mauritius/link/" in message.body
    assert [r.organisation for r in reviews.find(actor, workspace, round).reviewers if r.invited_on] == ["IOM"]
    assert "desk@iom.example" not in repr(list(JournalLine.objects.values("subject", "facts")))


def test_a_new_letter_takes_back_the_earlier_links_of_its_body_that_nobody_opened(
    link: Callable[..., str], server: People, round: str
) -> None:
    client = server("coordinator").sign_in()
    read, other = link("IOM"), link("CDU")
    reader = opened(read)

    def letter() -> str:
        made = client.post(
            f"/mauritius/reviews/{round}/letters", {"act": "texts", "kind": "invitation", "language": "", "to": ["IOM"]}
        )
        return re.findall(r"/mauritius/link/[\w-]+", made.content.decode())[0]

    first, second = letter(), letter()

    assert browser().get(first).status_code == 404
    assert browser().get(second).status_code == 200
    assert browser().get(other).status_code == 200
    assert reader.get(read).status_code == 200


def test_on_a_laptop_a_letter_speaks_of_the_word_file(round: str, actor: Actor, workspace: Workspace) -> None:
    (letter,) = commenting.letters(actor, workspace, round, ["IOM"], "invitation")

    assert "Word file" in letter.text
    assert "link" not in letter.text


# --- the workbook of a body


def filled(data: bytes, fill: Callable[[list[list[Any]]], None]) -> bytes:
    """A workbook as a body sends it back: its rows read, changed and written again."""
    rows = (
        CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_name("comments").to_python(skip_empty_area=False)
    )
    fill(rows)
    out = io.BytesIO()
    book = Workbook(out, {"strings_to_formulas": False})
    page = book.add_worksheet("comments")
    for n, row in enumerate(rows):
        for m, cell in enumerate(row):
            page.write(n, m, cell)
    book.close()
    return out.getvalue()


def row_of(rows: list[list[Any]], anchor: str) -> list[Any]:
    return next(row for row in rows if row[0] == anchor)


def test_a_workbook_filled_in_lands_on_its_paragraphs_and_the_rest_waits_in_the_tray(
    server: People, round: str, actor: Actor, workspace: Workspace
) -> None:
    client = server("coordinator").sign_in()
    at = f"/mauritius/reviews/{round}"
    data = client.get(f"{at}/sheets/IOM.xlsx").content

    def fill(rows: list[list[Any]]) -> None:
        row_of(rows, P1)[3:] = ["question", "Which year?", ""]
        row_of(rows, "_fl_t_r0c1")[3:] = ["", "=1+1 is not law.", "Investigates and reports"]
        row_of(rows, "_fl_m_1")[2] = "Sources were read twice."
        rows.append([*row_of(rows, P1)[:3], "fact", "It was in May.", ""])
        rows.append(["", "page 7, at the end", "", "", "Where does this come from?", ""])

    back = filled(data, fill)
    for added in (5, 0):
        sent = client.post(at, {"act": "file", "organisation": "IOM", "file": SimpleUploadedFile("back.xlsx", back)})
        assert sent.status_code == 302, text_of(sent)
        id = sent.headers["Location"].rpartition("/")[2]
        assert returns.take(actor, workspace, id) == (added, 1)
    found = {c.text: c for c in reviews.comments(actor, workspace, round)}

    assert len(found) == 5
    assert [(found[t].anchor, found[t].severity) for t in ("Which year?", "It was in May.")] == [
        (P1, "question"),
        (P1, "fact"),
    ]
    assert {c.after for c in found.values() if c.change} == {"Investigates and reports", "Sources were read twice."}
    stray = found["Where does this come from?"]
    assert (stray.unplaced, stray.quote) == (True, "page 7, at the end")
    assert {c.channel for c in found.values()} == {"xlsx"}


def test_a_workbook_with_a_wrong_cell_is_told_by_row_and_column_and_nothing_is_read(
    server: People, round: str, actor: Actor, workspace: Workspace
) -> None:
    client = server("coordinator").sign_in()
    at = f"/mauritius/reviews/{round}"

    def fill(rows: list[list[Any]]) -> None:
        row_of(rows, P1)[3:] = ["urgent", "Which year?", ""]

    back = filled(client.get(f"{at}/sheets/IOM.xlsx").content, fill)
    answer = client.post(at, {"act": "file", "organisation": "IOM", "file": SimpleUploadedFile("back.xlsx", back)})

    assert answer.status_code == 422
    assert "row 7, column severity “urgent”" in text_of(answer)
    assert returns.undecided(actor, workspace, round) == []


# --- versions


def test_two_versions_are_told_apart_in_words(
    server: People, round: str, engagement: str, workspace: Workspace
) -> None:
    other = ReviewRound.objects.get(id=a_round(workspace, engagement, "draft 2"))
    other.originals = [
        [o.anchor, o.text.replace("Nine", "Ten"), o.block, o.section, o.where] for o in DRAFT if o.anchor != "_fl_m_1"
    ]
    other.save()
    first = ReviewRound.objects.get(id=round)
    page = server("member").sign_in().get(
        f"/mauritius/documents/mapping-report/versions?before={first.docx_id}&after={other.docx_id}"
    )  # fmt: skip

    told = text_of(page)
    assert page.status_code == 200
    assert "2 of 8 paragraphs differ" in told
    assert "draft 1 against draft 2" in told
    assert "<del>Nine</del>" in page.content.decode()
    assert "<ins>Ten</ins>" in page.content.decode()
    assert "removed" in told
