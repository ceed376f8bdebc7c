"""The register in the app: nothing typed or ticked is lost, days are those of the reader's clock."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from filao.core.register import Claim
from filao.store.people import Membership, User
from filao.web.shown import Shown
from filao.web.templatetags.filao import day
from filao.work import desk
from filao.work import register as acts
from filao.work.access import Actor
from filao.work.workspaces import Workspace

from .pages import text_of

pytestmark = pytest.mark.database

DECIDE = "/mauritius/to-decide"


def test_declining_without_a_reason_keeps_what_was_ticked(person: Client, actor: Actor, workspace: Workspace) -> None:
    claims = [Claim("", "organisation", id, "opening", "24/7", "MIEUX1") for id in ("MPF", "PMO")]
    one, two = acts.propose(actor, workspace, claims, reason="test")

    answer = person.post(DECIDE, {"decision": "decline", "claim": [one], "reason": " "})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "needs a reason" in page
    assert f'value="{one}" checked' in page
    assert f'value="{two}" checked' not in page
    assert len(desk.proposals(actor, workspace)) == 2


def a_tie(id: str, **values: str | int) -> list[Claim]:
    return [Claim("", "relation", id, name, value, "MIEUX1", "2026") for name, value in values.items()]


def test_a_tie_is_one_tick_in_words_and_is_accepted_whole(person: Client, actor: Actor, workspace: Workspace) -> None:
    ends: dict[str, str | int] = {
        "source_org": "MPF",
        "target_org": "PMO",
        "kind": "refers_to",
        "direction": "directed",
    }
    claims = a_tie("E1-MPF-PMO", state="existing", year=2026, formality="circular", **ends)
    claims += a_tie("E2-MPF-PMO", state="absent", **ends)
    claims.append(Claim("", "organisation", "MPF", "opening", "24/7", "MIEUX1"))
    ids = acts.propose(actor, workspace, claims, reason="test")

    page = text_of(person.get(DECIDE))

    assert person.get(DECIDE).content.decode().count('name="claim"') == 3
    mpf = acts.read(actor, workspace).organisations["MPF"].short_name
    assert f"{mpf} refers victims to PMO: exists since 2026, by internal circular" in page
    assert f"{mpf} refers victims to PMO: confirmed absent" in page
    assert "Opening hours: 24/7" in page
    assert "E1-MPF-PMO" not in page

    person.post(DECIDE, {"decision": "accept", "claim": [ids[0]]})

    made = acts.read(actor, workspace).relations["E1-MPF-PMO"]
    assert (made.source, made.target, made.year, made.formality) == ("MPF", "PMO", 2026, "circular")
    assert {c.record for c in desk.proposals(actor, workspace)} == {"E2-MPF-PMO", "MPF"}


def test_a_decision_on_a_body_that_is_not_on_record_is_named(person: Client) -> None:
    answer = person.post("/mauritius/alike", {"decision": "merge", "one": "X", "other": "MPF", "reason": "one body"})

    assert answer.status_code == 404


def test_a_tick_that_names_no_row_does_not_lock_the_upload(person: Client, workspace: Workspace) -> None:
    sheet = SimpleUploadedFile("sources.csv", b"id,title,publisher,kind\nS1,A page,Somebody,official\n")
    review = person.post("/mauritius/import", {"files": sheet}).headers["Location"]

    person.post(review, {"decision": "release", "row": "x"})

    assert person.get(review).status_code == 200


def test_a_network_drawn_elsewhere_comes_in_by_the_page_and_each_of_its_ties_is_counted(
    person: Client, actor: Actor, workspace: Workspace
) -> None:
    drawn = b"""<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
    <key id="k" for="all" attr.name="kind"/><graph edgedefault="directed">
    <node id="NEWBODY"><data key="k">ngo</data></node><node id="MPF"><data key="k">law_enforcement</data></node>
    <edge id="NT1" source="MPF" target="NEWBODY"><data key="k">refers_to</data></edge>
    <edge id="NT2" source="MPF" target="MPF"><data key="k">refers_to</data></edge></graph></graphml>"""
    upload = {"files": SimpleUploadedFile("drawn.graphml", drawn), "source": "MIEUX1"}
    review = person.post("/mauritius/import", upload).headers["Location"]

    shown = text_of(person.get(review))
    assert "4 rows in: 3 kept, 0 merged, 1 rejected" in shown
    person.post(review, {"decision": "accept", "reason": "drawn at the meeting"})

    made = acts.read(actor, workspace).relations["NT1"]
    assert (made.source, made.target) == ("MPF", "NEWBODY")
    assert "NT2" not in acts.read(actor, workspace).relations


def test_a_moment_is_shown_on_the_day_of_the_reader(person: Client) -> None:
    late = datetime(2026, 3, 14, 21, 30, tzinfo=UTC)

    assert day(late) == "15 March 2026"
    assert day(date(2026, 3, 14)) == day("2026-03-14") == "14 March 2026"


def test_what_was_entered_after_midnight_belongs_to_the_new_day(
    actor: Actor, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: datetime(2030, 3, 14, 21, 30, tzinfo=UTC))
    acts.set_fact(actor, workspace, "organisation", "MPF", "opening", "24/7", source="MIEUX1", reason="test")
    monkeypatch.undo()

    def changed(before: str, after: str) -> set[str]:
        return {c.id for c in acts.changes_between(actor, workspace, before, after, "recorded") if c.what == "changed"}

    assert "MPF" in changed("2030-03-14", "2030-03-15")
    assert "MPF" not in changed("2030-03-13", "2030-03-14")


def test_history_shows_what_was_entered_today_and_counts_no_coded_lists(
    person: Client, actor: Actor, workspace: Workspace
) -> None:
    acts.set_fact(actor, workspace, "organisation", "MPF", "opening", "24/7", source="MIEUX1", reason="typed")

    page = text_of(person.get("/mauritius/history"))

    assert "Entered in Filao after" in page
    assert "Coded list" not in page
    assert person.get("/mauritius/history").content.decode().count("/records/term/") == 0


def test_who_sits_in_the_working_group_reads_no_small_number_of_people(actor: Actor, workspace: Workspace) -> None:
    user = User.objects.create_user("member@example.org", name="Member")
    Membership.objects.create(workspace=workspace, user_id=user.id, role="member")
    member, team = Shown(Actor(user.id, user.name), workspace), Shown(actor, workspace)

    assert [member.value("training", "participants", n) for n in (4, 5)] == ["fewer than 5", "5"]
    assert team.value("training", "participants", 4) == "4"
