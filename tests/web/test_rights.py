"""Every address with every role, a stranger and nobody: what is open and what is not, by a table that stands here alone.

Whoever adds an address adds its line to PAGES: its name, an address that exists in the example, who may open it, and who
may send its form (NOBODY where it takes none). Sets of roles stand above; take one, or write the roles out. The table
does not look at `work.access`: where the two differ, one of them is wrong.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from datetime import date
from io import BytesIO
from typing import Any, NamedTuple

import pypdfium2
import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, get_resolver
from django.utils import timezone

from filao.core.comments import Comment
from filao.documents.composing import Material
from filao.store import blobs
from filao.store.collection import InstrumentRow, RoundRow
from filao.store.documents import BuildRow
from filao.store.people import Membership, User
from filao.store.reviews import ReturnRow, ReviewRound
from filao.store.validation import ValidationRow
from filao.work import access, desk, documents, engagements, group, narrative, replies
from filao.work import register as acts
from filao.work.access import Actor
from filao.work.register import staging
from filao.work.workspaces import Workspace

pytestmark = pytest.mark.database

NOBODY: frozenset[str] = frozenset()
EVERYBODY = frozenset(
    {"owner", "coordinator", "consultant", "trainer", "monitoring", "member", "observer", "collector", "administrator"}
)
TEAM = frozenset({"coordinator", "consultant"})
READERS = EVERYBODY - {"collector", "administrator"}
EXPERTS = READERS - {"member", "observer"}
ASKERS = READERS - {"observer"}
ANALYSTS = TEAM | {"owner"}
HEADS = frozenset({"owner", "coordinator"})
KEEPERS = ANALYSTS | {"administrator"}
TRAINERS = TEAM | {"trainer", "monitoring"}
STAFF = EVERYBODY - {"member", "observer", "collector"}


class Page(NamedTuple):
    """An address below the workspace, who reads it, who sends its form; `form_only` where there is no page to read,
    `absent` where the example holds no such thing: who may ask is then told so, and who may not is refused before that."""

    address: str
    reads: frozenset[str]
    acts: frozenset[str] = NOBODY
    form_only: bool = False
    absent: bool = False


PAGES: dict[str, Page] = {
    "home": Page("", EVERYBODY),
    "search": Page("search?q=police", READERS),
    "organisations": Page("organisations", READERS),
    "organisation": Page("organisations/MPF", READERS),
    "actions": Page("actions", READERS),
    "ties": Page("ties", READERS),
    "laws": Page("laws", READERS),
    "trainings": Page("trainings", READERS),
    "sources": Page("sources", READERS),
    "record": Page("records/relation/R001", READERS),
    "edit": Page("records/organisation/MPF/edit/opening", TEAM, TEAM),
    "withdraw": Page("statements/{claim}/withdraw", NOBODY, TEAM, form_only=True),
    "erase": Page("statements/{claim}/erase", NOBODY, TEAM, form_only=True),
    "proposals": Page("to-decide", TEAM, TEAM),
    "duplicates": Page("alike", READERS, TEAM),
    "import": Page("import", TEAM, TEAM),
    "import-review": Page("import/{upload}", TEAM, TEAM),
    "export": Page("export/csv", NOBODY, EXPERTS, form_only=True),
    "history": Page("history", READERS),
    "network": Page("network", READERS),
    "network-drawing": Page("network/drawing", READERS),
    "network-analyst": Page("network/analyst", ANALYSTS),
    "pathways": Page("pathways", READERS),
    "expected-links": Page("pathways/expected", READERS),
    "coverage": Page("coverage", READERS),
    "group": Page("group", READERS),
    "group-analyst": Page("group/analyst", ANALYSTS),
    "group-meetings": Page("group/meetings", READERS, ANALYSTS),
    "group-meeting": Page("group/meetings/{group}", READERS, ANALYSTS),
    "group-meeting-edit": Page("group/meetings/{group}/edit", ANALYSTS, ANALYSTS),
    "group-calendar": Page("group/meetings/{group}/calendar.ics", READERS),
    "group-item": Page("group/meetings/{group}/items/1", ANALYSTS, ANALYSTS),
    "group-decide": Page("group/meetings/{group}/decide", ANALYSTS, ANALYSTS),
    "group-assign": Page("group/meetings/{group}/assign", ANALYSTS, ANALYSTS),
    "group-decisions": Page("group/decisions", READERS),
    "group-decision": Page("group/decisions/D-{group}-01", READERS, ANALYSTS),
    "group-actions": Page("group/actions", READERS),
    "group-action": Page("group/actions/A-{group}-01", READERS, ANALYSTS),
    "group-attendance": Page("group/meetings/{group}/attendance", ANALYSTS, ANALYSTS),
    "group-letters": Page("group/meetings/{group}/letters.docx", NOBODY, ANALYSTS, form_only=True),
    "group-print": Page("group/meetings/{group}/prints/agenda.docx", READERS),
    "group-monitoring": Page("group/monitoring", READERS),
    "group-monitoring-file": Page("group/monitoring.docx", READERS),
    "group-decisions-file": Page("group/decisions.xlsx", READERS),
    "group-digests": Page("group/digests", ANALYSTS, ANALYSTS),
    "group-members": Page("group/members", READERS),
    "group-members-print": Page("group/members/print", READERS),
    "group-seat": Page("group/seats/TWG-PMO", TEAM, TEAM),
    "group-papers": Page("group/papers", READERS, ANALYSTS),
    "group-paper": Page("group/papers/{paper}", READERS, ANALYSTS),
    "group-paper-file": Page("group/papers/{paper}/1", READERS),
    "group-mails": Page("group/mails/invitation/{group}", ANALYSTS, ANALYSTS),
    "group-links": Page("group/links/meeting/{group}", ANALYSTS, ANALYSTS),
    "questions": Page("questions", ASKERS),
    "question": Page("questions/{question}", ASKERS, TEAM),
    "desk": Page("meetings", TEAM),
    "guides": Page("meetings/guides", TEAM, TEAM),
    "schedule": Page("meetings/schedule", TEAM, TEAM),
    "schedule-file": Page("meetings.ics", TEAM),
    "packets": Page("packets.pdf", NOBODY, TEAM, form_only=True),
    "guide-words": Page("meetings/{meeting}/words", TEAM, TEAM),
    "interview-new": Page("meetings/new", TEAM, TEAM),
    "interview": Page("meetings/{meeting}", TEAM, TEAM),
    "interview-edit": Page("meetings/{meeting}/edit", TEAM, TEAM),
    "contacts": Page("contacts", TEAM, TEAM),
    "sheets": Page("sheets", READERS, TEAM),
    "sheets-file": Page("sheets.pdf", NOBODY, ANALYSTS, form_only=True),
    "sheet-return": Page("sheets/CDU/return", TEAM, TEAM),
    "sheet-links": Page("sheets/CDU/links", TEAM, TEAM),
    "body-sheet": Page("sheets/CDU.docx", NOBODY, ANALYSTS, form_only=True),
    "letters": Page("letters/sheet.docx", NOBODY, ANALYSTS, form_only=True),
    "forms": Page("forms", EXPERTS | {"collector"}, TRAINERS),
    "form-new": Page("forms/new", TRAINERS, TRAINERS),
    "form": Page("forms/survey", EXPERTS | {"collector"}, TRAINERS),
    "form-draft": Page("forms/survey/draft", EXPERTS | {"collector"}, TRAINERS),
    "form-discard": Page("forms/survey/discard", NOBODY, TRAINERS, form_only=True),
    "form-paper": Page("forms/survey/paper/en", EXPERTS | {"collector"}),
    "form-file": Page("forms/survey/files/1/form.xml", EXPERTS | {"collector"}),
    "keying": Page("forms/survey/keying", TRAINERS | {"collector"}, TRAINERS | {"collector"}),
    "rounds": Page("fieldwork", EXPERTS),
    "collectors": Page("fieldwork/devices", TEAM | {"monitoring"}, TEAM | {"monitoring"}),
    "aside": Page("fieldwork/aside", TEAM, TEAM),
    "round-new": Page("fieldwork/new", TRAINERS, TRAINERS),
    "round": Page("fieldwork/{round}", EXPERTS, TRAINERS),
    "round-file": Page("fieldwork/{round}/file", TRAINERS | {"collector"}, TRAINERS | {"collector"}),
    "round-invitations": Page("fieldwork/{round}/invitations", EXPERTS, TRAINERS),
    "round-messages": Page("fieldwork/{round}/messages", TRAINERS, TRAINERS),
    "round-paper": Page("fieldwork/{round}/cards.pdf", NOBODY, TRAINERS, form_only=True, absent=True),
    "pairs": Page("fieldwork/pairs", EXPERTS, EXPERTS),
    "pairs-file": Page("fieldwork/pairs/badges.pdf", NOBODY, TRAINERS, form_only=True),
    "answers": Page("forms/survey/answers", EXPERTS),
    "answers-import": Page("forms/survey/answers/import", TEAM, TEAM),
    "answers-export": Page("forms/survey/answers/export/csv", NOBODY, TEAM, form_only=True),
    "answers-review": Page("answer-files/none", TEAM, TEAM, absent=True),
    "documents": Page("documents", READERS),
    "document": Page("documents/partner-list", READERS),
    "build": Page("documents/partner-list/build", READERS, ANALYSTS),
    "comments": Page("documents/mapping-report/comments", READERS, TEAM),
    "comment": Page("documents/mapping-report/comments/1", READERS, TEAM),
    "reviews": Page("documents/mapping-report/reviews", READERS, TEAM),
    "review": Page("reviews/{review}", READERS, TEAM),
    "review-letters": Page("reviews/{review}/letters", TEAM, TEAM),
    "review-sheet": Page("reviews/{review}/sheets/IOM.xlsx", TEAM),
    "versions": Page("documents/mapping-report/versions", READERS),
    "review-return": Page("returned/{returned}", TEAM, TEAM),
    "drawing": Page("documents/mapping-report/drawings/network.png", READERS),
    "section": Page("documents/mapping-report/sections/summary", TEAM, TEAM),
    "file": Page("files/{file}", READERS),
    "page-picture": Page("files/{file}/1.png", READERS),
    "findings": Page("findings", ASKERS),
    "finding": Page("findings/{finding}", ASKERS, TEAM),
    "replies": Page("replies", ASKERS, TEAM),
    "reply-request": Page("replies/{reply}", TEAM, TEAM),
    "validations": Page("validation", ASKERS),
    "validation-new": Page("validation/new", TEAM, TEAM),
    "validation": Page("validation/{validation}", ASKERS, TEAM),
    "validation-record": Page("validation/{validation}/record/en", ASKERS),
    "work": Page("engagements", READERS),
    "engagement": Page("engagements/mapping-update", READERS),
    "calendar": Page("engagements/mapping-update.ics", READERS),
    "then-and-now": Page("engagements/mapping-update/then-and-now", READERS),
    "deliverable": Page("engagements/mapping-update/deliverables/mapping-report", READERS, ANALYSTS),
    "instalment": Page("engagements/training-2026/instalments/1", READERS, TEAM),
    "working-days": Page("working-days", READERS, TEAM),
    "data-date": Page("data-date", TEAM | {"administrator"}, TEAM | {"administrator"}),
    "people": Page("people", HEADS | {"administrator"}, HEADS | {"administrator"}),
    "protection": Page("protection", KEEPERS, HEADS),
    "protection-kind": Page("protection/kinds/accounts", KEEPERS, KEEPERS),
    "protection-engagement": Page("protection/engagements/mapping-update", HEADS, HEADS),
    "requests": Page("protection/requests", KEEPERS, KEEPERS),
    "breaches": Page("protection/breaches", KEEPERS, KEEPERS),
    "breach": Page("protection/breaches/1", KEEPERS, KEEPERS, absent=True),
    "breach-notice": Page("protection/breaches/1.pdf", NOBODY, ANALYSTS, form_only=True, absent=True),
    "certificate": Page("protection/certificates/1.pdf", NOBODY, ANALYSTS, form_only=True),
    "paper": Page("protection/papers/processing-record.pdf", NOBODY, ANALYSTS, form_only=True),
    "journal": Page("journal", ANALYSTS | {"administrator"}),
    "vault": Page("words", ANALYSTS, ANALYSTS),
}  # fmt: skip
"""Pages of a workspace, by the name of their address."""

OPEN = {
    "open", "language", "join", "link", "link-paper", "wall", "respond", "respond-stopped", "respond-picture", "respond-draft",
    "respond-withdraw", "offline", "offline-worker", "offline-form", "offline-file",
    "offline-submission", "device-forms", "device-submission", "device-form", "device-manifest", "device-media",
    "account_login", "mfa_authenticate", "mfa_login_webauthn", "account_inactive",
    "account_reset_password", "account_reset_password_done", "account_reset_password_from_key_done",
    "account_reset_password_from_key",
}  # fmt: skip
"""Addresses for whoever has them: they show nothing of a workspace without a key, a code, a token or a password."""

OF_PEOPLE = {
    "workspaces", "mfa_index", "account_logout", "account_reauthenticate", "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn", "account_change_password", "mfa_activate_totp", "mfa_deactivate_totp",
    "mfa_view_recovery_codes", "mfa_generate_recovery_codes", "mfa_list_webauthn", "mfa_add_webauthn",
    "mfa_remove_webauthn", "mfa_edit_webauthn",
}  # fmt: skip
"""Addresses of one's own account, for whoever is signed in."""


def patterns() -> dict[str, URLPattern]:
    return {str(p.name): p for part in get_resolver().url_patterns for p in part.url_patterns}


def test_every_address_stands_in_one_of_the_tables() -> None:
    known = {*PAGES, *OPEN, *OF_PEOPLE}

    assert set(patterns()) - known == set(), "addresses without a line: see the head of this file"
    assert known - set(patterns()) == set(), "lines without an address"


def test_every_view_says_to_whom_it_is_open() -> None:
    said = {name: getattr(pattern.callback, "open_to", "") for name, pattern in patterns().items()}

    assert {name for name, open_to in said.items() if open_to == "roles"} == set(PAGES)
    assert {name for name, open_to in said.items() if open_to == "anyone"} == OPEN
    assert {name for name, open_to in said.items() if open_to in ("people", "locked")} == OF_PEOPLE


# --- the people, and things of the example to ask for


MEETING_BODY = "DSD"


@pytest.fixture
def things(actor: Actor, workspace: Workspace) -> dict[str, str]:
    """Ids of what has to be made first: a meeting that may not be named, with what came of it, and more."""
    first = engagements.find(actor, workspace)
    bodies = acts.read(actor, workspace).organisations
    asked = documents.material(actor, workspace).analysis.questions
    body = next(
        q.organisation_id for q in asked if q.organisation_id and bodies[q.organisation_id].kind == "government"
    )
    meeting = desk.log(
        actor, workspace,
        desk.Meeting(body, function="Head of unit", status="held", consent=True, attribution="background",
                     held_on=date(2026, 5, 4)),
    )  # fmt: skip
    claim = acts.set_fact(
        actor, workspace, "organisation", body, "opening", "Round the clock", source=meeting.source_id, reason="said"
    )
    question = next(q for q in documents.material(actor, workspace).analysis.questions if q.organisation_id == body)
    desk.answer(actor, workspace, meeting.code, question.id, desk.Given("other", "They would rather not say."))
    c = documents.material(actor, workspace)
    comment = Comment("", 0, "mapping-report", "draft 1", "A body", "summary", "A remark", "fact")
    narrative.add_comments(actor, workspace, first.id, "mapping-report", [comment])
    return {
        "claim": claim, "meeting": meeting.code, "question": question.id, "body": body,
        "upload": staging.stage(actor, workspace, [("sources.csv", b"id,title\nS9,Nine\n")]),
        "file": a_file(workspace, first.id), "round": a_round(workspace), **a_review(workspace, first.id),
        "finding": narrative.findings(actor, workspace, c)[0].id, "reply": a_request(actor, workspace, c),
        "validation": a_meeting(workspace, first.id), "group": a_group_meeting(actor, workspace),
        "paper": a_group_paper(actor, workspace),
    }  # fmt: skip


def a_request(actor: Actor, workspace: Workspace, c: Material) -> str:
    """A body asked for its reply to a finding."""
    named = next(f for f in c.findings if f.negative and f.bodies)
    asked = [(named.id, named.bodies[0])]
    return replies.ask(actor, workspace, c, asked, on=date(2026, 11, 3), due=date(2026, 11, 17))[0]


def a_round(workspace: Workspace) -> str:
    """A round of an instrument that nobody has answered."""
    now = timezone.now()
    form = InstrumentRow.objects.create(
        workspace=workspace, code="survey", form_id="survey", title="Survey", created_at=now
    )
    return str(RoundRow.objects.create(workspace=workspace, instrument=form, title="R", mode="open", created_at=now).id)


def a_review(workspace: Workspace, engagement: str) -> dict[str, str]:
    """A round of comments with a file that came back and waits for a decision."""
    now, file = timezone.now(), BuildRow.objects.get(id=a_file(workspace, engagement))
    row = ReviewRound.objects.create(
        workspace=workspace, engagement=engagement, document="mapping-report", language="en", audience="working_group",
        version="draft 1", code="X", docx=file, pdf=file, originals=[], opened_at=now, due_on=now.date(),
    )  # fmt: skip
    came = ReturnRow.objects.create(workspace=workspace, round=row, organisation="CDU", digest="0", lines=[], at=now)
    return {"review": str(row.id), "returned": str(came.id)}


def a_group_meeting(actor: Actor, workspace: Workspace) -> str:
    """A meeting of the working group with an item, a decision and an action."""
    code = group.plan(actor, workspace, group.Planned("TWG", "Inception meeting", date(2026, 12, 3)))
    group.change_item(actor, workspace, code, group.Item("Opening"))
    group.decide(actor, workspace, code, group.Decided("The plan is adopted.", "consensus"))
    group.assign(actor, workspace, code, "Send the figures.", "MPF", date(2026, 12, 31))
    return code


def a_group_paper(actor: Actor, workspace: Workspace) -> str:
    """A paper of the working group, handed in as a file."""
    return group.add_paper(
        actor, workspace, group.Named("TWG", "Plan", "plan"), group.Handed(b"%PDF-1.7 plan", "a.pdf")
    )


def a_meeting(workspace: Workspace, engagement: str) -> str:
    """A meeting to which one item was put, closed before anybody had answered."""
    row = ValidationRow.objects.create(
        workspace=workspace, engagement=engagement, title="V", way="validation", held_on=date(2026, 5, 4),
        items=[{"id": "own:1", "text": "Write a protocol.", "text_fr": ""}], made_at=timezone.now(), closed_at=timezone.now(),
        outcome={"answers": 0, "told": False, "simulated": False, "outcomes": [], "spreads": [], "concordance": None},
    )  # fmt: skip
    return str(row.id)


def a_file(workspace: Workspace, engagement: str) -> str:
    """A built file of one empty page, without building it."""
    page, made = BytesIO(), pypdfium2.PdfDocument.new()
    made.new_page(100, 100)
    made.save(page)
    row = BuildRow.objects.create(
        workspace=workspace, engagement=engagement, document="status-page", variant="", language="en", format="pdf",
        audience="working_group", status="draft", version="draft 1", digest=blobs.put(page.getvalue()), size=1, revision=1,
        key="none", at=timezone.now(), facts={"name": "status-page.pdf", "pages": 1},
    )  # fmt: skip
    return str(row.id)


class Asker:
    """A browser of somebody: with a role, with none, or not signed in."""

    def __init__(self, workspace: Workspace, role: str = "", *, signed_in: bool = True, strong: bool = True) -> None:
        self.client = Client(HTTP_HOST="filao.example")
        if not signed_in:
            return
        user = User.objects.create(email=f"{role or 'stranger'}@filao.example", name=role or "stranger")
        if role:
            Membership.objects.create(workspace=workspace, user=user, role=role)
        self.client.force_login(user)
        session = self.client.session
        session["since"] = session["seen"] = int(time.time())
        if strong:
            Authenticator.objects.create(user=user, type="totp", data={"secret": "none"})
            session["account_authentication_methods"] = [{"method": "mfa", "at": time.time(), "type": "totp"}]
            session["account_authentication_methods_user"] = user.id
        session.save()

    def asks(self, method: str, address: str) -> HttpResponse:
        return self.client.get(address) if method == "GET" else self.client.post(address)


@pytest.fixture
def a_server(settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["filao.example"]
    cache.clear()


def address_of(page: Page, things: dict[str, str]) -> str:
    return f"/mauritius/{page.address.format(**things)}"


def verdict(answer: HttpResponse) -> str:
    """What an answer amounts to: open, refused, no form here, nothing here, or asked to sign in."""
    if answer.status_code == 302 and answer.headers["Location"].startswith("/account/"):
        return "sign in" if answer.headers["Location"].startswith("/account/sign-in") else "second factor"
    told = {403: "refused", 405: "no form", 404: "nothing"}
    if answer.status_code == 404 and "There is no such page" not in answer.content.decode():
        return "no workspace" if "There is no workspace" in answer.content.decode() else "open"
    return told.get(answer.status_code, "open" if answer.status_code < 500 else "broken")


def expected(page: Page, method: str, role: str) -> str:
    found = "nothing" if page.absent else "open"
    if method == "GET":
        return "nothing" if page.form_only else found if role in page.reads else "refused"
    return "no form" if not page.acts else found if role in page.acts else "refused"


@pytest.mark.usefixtures("a_server")
@pytest.mark.parametrize("name", PAGES)
def test_an_address_is_open_to_the_roles_of_the_table_and_to_nobody_else(
    name: str, workspace: Workspace, things: dict[str, str]
) -> None:
    page, wrong = PAGES[name], []
    address = address_of(page, things)
    others = {
        "nobody": (Asker(workspace, signed_in=False), "sign in"),
        "stranger": (Asker(workspace), "no workspace"),
    }
    roles = {role: Asker(workspace, role) for role in access.ROLES}
    for method in ("GET", "POST"):
        for who, (asker, want) in others.items():
            wrong += [] if (got := verdict(asker.asks(method, address))) == want else [(method, who, got, want)]
        for role in sorted(access.ROLES, key=lambda r: r in page.acts):
            want = expected(page, method, role)
            got = verdict(roles[role].asks(method, address))
            wrong += [] if got == want else [(method, role, got, want)]

    assert wrong == []


@pytest.mark.usefixtures("a_server")
@pytest.mark.parametrize("role", sorted(EVERYBODY))
def test_a_role_of_the_staff_opens_no_address_without_a_second_factor(
    role: str, workspace: Workspace, things: dict[str, str]
) -> None:
    asker = Asker(workspace, role, strong=False)

    found = {verdict(asker.asks(method, address_of(p, things))) for p in PAGES.values() for method in ("GET", "POST")}

    assert ("second factor" in found) == (role in STAFF)
    if role in STAFF:
        assert found == {"second factor"}


@pytest.mark.parametrize("name", sorted(OF_PEOPLE))
def test_an_account_is_for_who_is_signed_in(name: str, a_server: None, workspace: Workspace) -> None:
    address = "/" + str(patterns()[name].pattern).replace("<int:pk>", "1")

    for method in ("GET", "POST"):
        assert verdict(Asker(workspace, signed_in=False).asks(method, address)) == "sign in"


# --- nobody is offered a door that is shut


LINK = re.compile(r'href="(/mauritius/[^"#]*)"')


def doors(html: str, here: str) -> Iterator[tuple[str, str]]:
    """Where the links and the forms of a page lead."""
    main = html.partition("<main")[2]
    for address in LINK.findall(html):
        yield "GET", address.replace("&amp;", "&")
    for form in re.finditer(r"<form\b([^>]*)>", main):
        if 'method="post"' in form.group(1):
            to = re.search(r'action="([^"]*)"', form.group(1))
            yield "POST", (to.group(1) if to else here).replace("&amp;", "&")
    for address in re.findall(r'formaction="([^"]*)"', main):
        yield "POST", address.replace("&amp;", "&")


FILES = {
    "file", "page-picture", "drawing", "calendar", "schedule-file", "build", "validation-record", "group-print",
    "group-monitoring-file", "group-decisions-file", "review-sheet",
}  # fmt: skip
"""Addresses read as files, and a build, which is made anew."""


@pytest.mark.usefixtures("a_server")
@pytest.mark.parametrize("role", sorted(EVERYBODY))
def test_no_page_offers_what_the_role_may_not_do(role: str, workspace: Workspace, things: dict[str, str]) -> None:
    asker = Asker(workspace, role)
    shut: set[tuple[str, str, str]] = set()
    seen: dict[tuple[str, str], bool] = {}
    for name, page in PAGES.items():
        if role not in page.reads or page.form_only or name in FILES:
            continue
        here = address_of(page, things)
        for method, address in doors(asker.asks("GET", here).content.decode(), here):
            place = named(address)
            if place in OPEN:
                continue
            if (method, place) not in seen:
                want = PAGES[place].reads if method == "GET" else PAGES[place].acts
                seen[method, place] = role in want
            if not seen[method, place]:
                shut.add((name, method, place))

    assert not shut, "\n".join(f"{page}: {method} {place}" for page, method, place in sorted(shut))


def named(address: str) -> str:
    from django.urls import resolve

    return str(resolve(address.partition("?")[0]).url_name)


# --- who said what


@pytest.mark.usefixtures("a_server")
@pytest.mark.parametrize("role", sorted(EVERYBODY - TEAM))
def test_no_page_tells_who_said_what_to_anybody_but_the_team(
    role: str, workspace: Workspace, things: dict[str, str]
) -> None:
    asker, told = Asker(workspace, role), []
    code, body = things["meeting"], things["body"]
    more = [
        f"organisations/{body}", f"records/source/{code}", f"search?q={code}", "search?q=interview", "sources?words=interview",
        f"journal?words={code}", "journal?act=desk.answer", "history?clock=evidence&before=2020-01-01&after=2026-12-31",
        f"questions?state=answered&body={body}", f"records/organisation/{body}",
    ]  # fmt: skip
    addresses = [
        address_of(p, things) for n, p in PAGES.items() if role in p.reads and n not in ("file", "page-picture")
    ]

    for address in [*addresses, *(f"/mauritius/{end}" for end in more)]:
        page = re.sub(
            r'value="[^"]*"|\?next=\S*|words=\S*', "", asker.asks("GET", address).content.decode(errors="ignore")
        )
        named = f"Interview {code}" if code in address else code
        told += [(address, word) for word in (named, "Head of unit", "rather not say") if word in page]

    assert not told, told


@pytest.mark.usefixtures("a_server")
def test_what_an_unnamed_interview_says_is_read_under_the_source_that_a_sector_shares(
    workspace: Workspace, things: dict[str, str]
) -> None:
    address = f"/mauritius/organisations/{things['body']}"

    team = Asker(workspace, "consultant").asks("GET", address).content.decode()
    owner = Asker(workspace, "owner").asks("GET", address).content.decode()

    assert "Round the clock" in team
    assert f"Interview {things['meeting']}" in team
    assert "Round the clock" in owner
    assert "INTERVIEW-2026" in owner


@pytest.mark.usefixtures("a_server")
def test_an_owner_is_told_that_the_desk_was_at_work_but_not_with_whom(
    workspace: Workspace, things: dict[str, str]
) -> None:
    page = Asker(workspace, "owner").asks("GET", "/mauritius/journal").content.decode()

    assert "Answers entered" in page
    assert things["meeting"] in Asker(workspace, "consultant").asks("GET", "/mauritius/journal").content.decode()
