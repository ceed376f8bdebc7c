"""Acts on the register: nothing is overwritten, every act has a reason and a line, readings follow at once."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone
from tests.conftest import ROOT

from filao.core.comments import Comment
from filao.core.problems import Problem
from filao.core.register import Claim
from filao.core.register.imports import ImportPlan, Row, Table
from filao.exchange import sheets
from filao.store import journal
from filao.store.register import ClaimRow
from filao.work import desk, folders, narrative, workspaces
from filao.work import register as acts
from filao.work.access import Actor
from filao.work.register import staging
from filao.work.workspaces import Workspace

pytestmark = pytest.mark.database


def body(name: str, id: str = "NEW") -> Table:
    cells = {"id": id, "name": name, "short_name": id, "kind": "ngo", "source_id": "MIEUX1"}
    return Table("organisations", tuple(cells), [Row(2, cells)])


def a_source(actor: Actor, workspace: Workspace) -> str:
    return next(iter(acts.read(actor, workspace).sources))


def test_opening_the_folder_again_changes_nothing(actor: Actor, workspace: Workspace) -> None:
    before = workspace.revision

    opened = folders.open_folder(actor, ROOT / "examples" / "mauritius", today=date(2026, 11, 22))

    assert opened.plan.changes_nothing
    assert (opened.plan.rows, opened.plan.merged, opened.plan.rejected) == (748, 748, 0)
    assert workspaces.find(actor, "mauritius").revision == before
    assert opened.engagements == 0


def test_a_fact_set_by_hand_is_shown_with_its_source_and_the_earlier_one_is_kept(
    actor: Actor, workspace: Workspace
) -> None:
    source = a_source(actor, workspace)
    before = acts.read(actor, workspace).fact("organisation", "MPF", "website")

    acts.set_fact(
        actor, workspace, "organisation", "MPF", "website", "https://police.example", source=source, reason="found"
    )

    fact = acts.read(actor, workspace).fact("organisation", "MPF", "website")
    assert before is None
    assert fact is not None
    assert (fact.value, fact.shown.source) == ("https://police.example", source)
    line = acts.history(actor, workspace, "organisation", "MPF")[0]
    assert (line.act, line.reason, line.actor) == ("register.set_fact", "found", actor.name)


def test_an_act_without_a_reason_is_refused_and_writes_nothing(actor: Actor, workspace: Workspace) -> None:
    revision = workspace.revision

    with pytest.raises(Problem, match="reason_missing"):
        acts.set_fact(actor, workspace, "organisation", "MPF", "website", "https://x.example", source="", reason="  ")

    assert workspaces.find(actor, "mauritius").revision == revision


def test_a_fact_needs_a_source_on_record(actor: Actor, workspace: Workspace) -> None:
    with pytest.raises(Problem, match="no_such_source"):
        acts.set_fact(actor, workspace, "organisation", "MPF", "opening", "24/7", source="NOWHERE", reason="heard")


def test_a_text_that_may_identify_a_person_is_held_until_it_was_read(actor: Actor, workspace: Workspace) -> None:
    source, words = a_source(actor, workspace), "Ask Mrs Jane Doe, phone 5 712 3456"

    with pytest.raises(Problem, match="held"):
        acts.set_fact(actor, workspace, "organisation", "MPF", "mandate", words, source=source, reason="typed")
    acts.set_fact(
        actor, workspace, "organisation", "MPF", "mandate", words, source=source, reason="typed", read_by_person=True
    )

    assert acts.read(actor, workspace).organisations["MPF"].mandate == words


def test_a_statement_withdrawn_is_no_longer_shown_and_can_be_accepted_again(actor: Actor, workspace: Workspace) -> None:
    source = a_source(actor, workspace)
    id = acts.set_fact(actor, workspace, "organisation", "MPF", "opening", "24/7", source=source, reason="found")

    acts.withdraw_claim(actor, workspace, id, reason="misread")
    gone = acts.read(actor, workspace).organisations["MPF"].opening
    acts.accept_proposals(actor, workspace, [id], reason="read again")

    assert gone == ""
    assert acts.read(actor, workspace).organisations["MPF"].opening == "24/7"


def test_of_two_statements_that_differ_a_person_chooses_the_one_shown(actor: Actor, workspace: Workspace) -> None:
    one, two = list(acts.read(actor, workspace).sources)[:2]
    first = acts.set_fact(actor, workspace, "organisation", "MPF", "opening", "8 to 16", source=one, reason="a")
    acts.set_fact(actor, workspace, "organisation", "MPF", "opening", "24/7", source=two, reason="b")

    acts.choose_claim(actor, workspace, first, reason="the body said so")

    fact = acts.read(actor, workspace).fact("organisation", "MPF", "opening")
    assert fact is not None
    assert fact.value == "8 to 16"
    assert [claim.value for claim in fact.differing] == ["24/7"]


def test_bodies_read_as_one_part_again_when_the_statement_is_withdrawn(actor: Actor, workspace: Workspace) -> None:
    source = a_source(actor, workspace)
    ties = [t.id for t in acts.read(actor, workspace).relations.values() if "MPF" in t.ends]

    claim = acts.merge_bodies(actor, workspace, "SET", "MPF", source=source, reason="one unit")
    merged = acts.read(actor, workspace)
    acts.withdraw_claim(actor, workspace, claim, reason="two after all")

    assert "SET" not in merged.organisations
    assert merged.merged["SET"] == "MPF"
    after = acts.read(actor, workspace)
    assert "SET" in after.organisations
    assert [t.id for t in after.relations.values() if "MPF" in t.ends] == ties


def test_a_body_is_not_merged_into_itself(actor: Actor, workspace: Workspace) -> None:
    with pytest.raises(Problem, match="same_body"):
        acts.merge_bodies(actor, workspace, "MPF", "MPF", source="MIEUX1", reason="slip")


def test_bodies_kept_apart_are_not_suggested_again(actor: Actor, workspace: Workspace) -> None:
    acts.accept_import(actor, workspace, [body("Mauritius Police Forces", "MPF2")], reason="twin")
    pair = {"MPF", "MPF2"}
    suggested = [s for s in acts.duplicate_suggestions(actor, workspace) if {s.one, s.other} == pair]

    acts.separate_bodies(actor, workspace, "MPF", "MPF2", reason="two bodies")

    assert len(suggested) == 1
    assert not [s for s in acts.duplicate_suggestions(actor, workspace) if {s.one, s.other} == pair]


@pytest.mark.parametrize("query", ["Bureau du Premier ministre", "bureau du premier MINISTRE", "PMO", "premier minis"])
def test_search_finds_a_body_by_any_of_its_names_without_accents_or_case(
    actor: Actor, workspace: Workspace, query: str
) -> None:
    found = acts.search(actor, workspace, query)

    assert ("organisation", "PMO") in {(entry.kind, entry.record) for entry in found}


def test_search_follows_what_was_just_entered(actor: Actor, workspace: Workspace) -> None:
    assert acts.search(actor, workspace, "Zebra Trust") == []

    acts.accept_import(actor, workspace, [body("Zebra Trust")], reason="new")

    assert [(e.kind, e.record) for e in acts.search(actor, workspace, "zebra")] == [("organisation", "NEW")]


def test_signs_of_a_query_language_are_only_words(actor: Actor, workspace: Workspace) -> None:
    for query in ('"', "police OR", "a* NOT (", "';--", "NEAR(police)", ":*&|!"):
        acts.search(actor, workspace, query)


def test_the_register_as_of_a_past_year_holds_only_evidence_of_that_time(actor: Actor, workspace: Workspace) -> None:
    now, then = acts.read(actor, workspace), acts.read_at(actor, workspace, evidence_to="2020-12-31")

    assert 0 < len(then.actions) < len(now.actions)
    assert then.reference_date == "2020-12-31"
    assert all((a.start_year or 0) <= 2020 for a in then.actions.values())


def test_what_changed_between_two_dates_counts_what_was_entered(actor: Actor, workspace: Workspace) -> None:
    acts.accept_import(actor, workspace, [body("Zebra Trust")], reason="new")

    changes = acts.changes_between(actor, workspace, "2020-01-01", "2999-01-01", "recorded")

    assert ("organisation", "NEW", "added") in {(c.kind, c.id, c.what) for c in changes}


def upload(actor: Actor, workspace: Workspace, name: str = "Zebra Trust") -> str:
    rows = f"id,name,short_name,kind,source_id\nNEW,{name},NEW,ngo,MIEUX1\n"
    return staging.stage(actor, workspace, [("organisations.csv", rows.encode())])


def test_an_upload_writes_nothing_until_it_is_accepted(actor: Actor, workspace: Workspace) -> None:
    revision = workspace.revision

    found = staging.staged(actor, workspace, upload(actor, workspace))

    assert (found.plan.rows, found.plan.kept, found.plan.rejected) == (1, 1, 0)
    assert workspaces.find(actor, "mauritius").revision == revision
    assert "NEW" not in acts.read(actor, workspace).organisations


def test_an_upload_accepted_is_in_the_register_and_no_longer_waits(actor: Actor, workspace: Workspace) -> None:
    id = upload(actor, workspace)
    staging.staged(actor, workspace, id)

    staging.accept(actor, workspace, id, "new bodies")

    assert acts.read(actor, workspace).organisations["NEW"].name == "Zebra Trust"
    assert staging.waiting(actor, workspace) == []


def test_a_register_that_moved_after_the_dry_run_asks_to_look_again(actor: Actor, workspace: Workspace) -> None:
    id = upload(actor, workspace)
    staging.staged(actor, workspace, id)
    acts.accept_import(actor, workspace, [body("Other", "OTHER")], reason="meanwhile")

    with pytest.raises(Problem, match="register_moved"):
        staging.accept(actor, workspace, id, "new bodies")

    assert "NEW" not in acts.read(actor, workspace).organisations
    assert len(staging.waiting(actor, workspace)) == 1


def test_a_change_during_the_dry_run_asks_to_look_again_too(
    actor: Actor, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    id, plan_as_it_is = upload(actor, workspace), staging.dry_run

    def slow(*given: Any) -> ImportPlan:
        plan = plan_as_it_is(*given)
        acts.accept_import(actor, workspace, [body("Other", "OTHER")], reason="meanwhile")
        return plan

    monkeypatch.setattr(staging, "dry_run", slow)
    staging.staged(actor, workspace, id)

    with pytest.raises(Problem, match="register_moved"):
        staging.accept(actor, workspace, id, "new bodies")


def test_a_row_held_for_review_passes_only_when_it_was_released(actor: Actor, workspace: Workspace) -> None:
    rows = "id,name,short_name,kind,mandate,source_id\nNEW,Zebra,NEW,ngo,Ask Mr John Doe on 5 712 3456,MIEUX1\n"
    id = staging.stage(actor, workspace, [("organisations.csv", rows.encode())])
    before = staging.staged(actor, workspace, id).plan

    staging.release(actor, workspace, id, {("organisations", "NEW")})

    assert {r.fault.code for r in before.rejections} == {"held"}
    assert staging.staged(actor, workspace, id).plan.kept == 1


def test_the_register_leaves_and_comes_back_without_a_change(actor: Actor, workspace: Workspace) -> None:
    data = sheets.write_workbook(acts.read(actor, workspace))

    plan = acts.dry_run(actor, workspace, sheets.read_bytes(data, "register.xlsx"))

    assert plan.changes_nothing, plan.rejections[:3]


def test_an_import_has_a_line_with_its_account(actor: Actor, workspace: Workspace) -> None:
    acts.accept_import(actor, workspace, [body("Zebra Trust")], reason="ministry list")

    line = journal.lines(workspace, limit=1)[0]
    assert (line.act, line.reason) == ("register.import", "ministry list")
    assert line.facts["rows"] == line.facts["kept"] == 1


def test_words_that_identify_a_person_are_erased_and_leave_no_trace(actor: Actor, workspace: Workspace) -> None:
    words = "The victim Marie Dupont lives in Flacq and is 14 years old"
    id = acts.set_fact(
        actor, workspace, "organisation", "MPF", "mandate", words, source=a_source(actor, workspace), reason="typed",
        read_by_person=True,
    )  # fmt: skip
    assert acts.search(actor, workspace, "Dupont")

    acts.erase_words(actor, workspace, id, reason="names a person")

    fact = acts.read(actor, workspace).fact("organisation", "MPF", "mandate")
    assert fact is not None
    assert (fact.value, fact.shown.note) == ("[erased]", "[erased]")
    assert not acts.search(actor, workspace, "Dupont")
    assert not any("Dupont" in str(row) for row in ClaimRow.objects.values_list())
    lines = acts.history(actor, workspace, "organisation", "MPF")
    assert (lines[0].act, lines[0].reason) == ("register.erase", "names a person")
    assert not any("Dupont" in str(line) for line in lines)
    assert journal.first_break(workspace) is None


def test_only_words_are_erased_and_the_reason_holds_none_of_them(actor: Actor, workspace: Workspace) -> None:
    source = a_source(actor, workspace)
    name = acts.set_fact(actor, workspace, "organisation", "MPF", "opening", "24/7", source=source, reason="typed")
    record = acts.read(actor, workspace).record("organisation", "MPF")
    assert record is not None
    kind = record.facts["kind"].shown.id

    for id, reason, code in (
        (kind, "coded", "no_words"),
        (name, "Mrs Jane Doe", "held"),
        (name, " ", "reason_missing"),
    ):
        with pytest.raises(Problem, match=code):
            acts.erase_words(actor, workspace, id, reason=reason)


def test_a_contact_and_a_comment_that_name_a_person_are_held(actor: Actor, workspace: Workspace) -> None:
    with pytest.raises(Problem, match="held"):
        desk.save_contact(actor, workspace, "MPF", function="Mr Jean Paul, head")
    desk.save_contact(actor, workspace, "MPF", function="Mr Price desk", read_by_person=True)

    for institution, text in (("Mr Jean Paul", "Fine"), ("NGO", "Peter Smith 52512345 says no")):
        comment = Comment("", 0, "mapping-report", "draft 1", institution, "", text)
        with pytest.raises(Problem, match="held"):
            narrative.add_comments(actor, workspace, "e", "mapping-report", [comment])


@pytest.mark.parametrize(
    ("field", "text", "dated", "code"),
    [
        ("opening", "24/7", "2099", "future_date"),
        ("opening", "24/7", "2026-12-31", "future_date"),
        ("opening", "24/7", "2024-13", "not_a_date"),
        ("valid_from", "2101", "", "not_a_year"),
        ("opening", " ", "", "empty_fact"),
        ("districts", "", "", "empty_fact"),
        ("website", "javascript:alert(1)", "", "not_a_site"),
        ("website", "ftp://police.example", "", "not_a_site"),
        ("parent_id", "MPF", "", "own_part"),
        ("parent_id", "BPF", "", "own_part"),
    ],
)
def test_impossible_values_are_refused_by_name(
    actor: Actor, workspace: Workspace, monkeypatch: pytest.MonkeyPatch, field: str, text: str, dated: str, code: str
) -> None:
    monkeypatch.setattr("django.utils.timezone.localdate", lambda: date(2026, 11, 22))
    assert acts.read(actor, workspace).organisations["BPF"].parent_id == "MPF"

    with pytest.raises(Problem, match=code):
        acts.set_fact(
            actor, workspace, "organisation", "MPF", field, text, source=a_source(actor, workspace), reason="typed",
            dated=dated,
        )  # fmt: skip


@pytest.mark.parametrize("site", ["police.example", "https://police.example/en?a=1", "www.police.example/a"])
def test_a_site_is_an_address_with_or_without_its_scheme(actor: Actor, workspace: Workspace, site: str) -> None:
    source = a_source(actor, workspace)

    assert acts.set_fact(actor, workspace, "organisation", "MPF", "website", site, source=source, reason="typed")


def test_a_meeting_is_not_held_on_a_day_to_come(actor: Actor, workspace: Workspace) -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)

    with pytest.raises(Problem, match="future_date"):
        desk.log(actor, workspace, desk.Meeting("MPF", status="held", consent=True, held_on=tomorrow))


def sheet_of(sheet: str, /, **cells: str) -> Table:
    return Table(sheet, tuple(cells), [Row(2, cells)])


def test_an_import_refuses_what_the_form_refuses(actor: Actor, workspace: Workspace) -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)
    source = sheet_of("sources", id="S1", title="A page", publisher="P", kind="official", date=tomorrow.isoformat())
    police = sheet_of(
        "organisations", id="MPF", name="Police", short_name="MPF", kind="law_enforcement", parent_id="BPF",
        source_id=a_source(actor, workspace),
    )  # fmt: skip

    for table, code in ((source, "future_date"), (police, "own_part")):
        assert [found.fault.code for found in acts.dry_run(actor, workspace, [table]).rejections] == [code]
    with pytest.raises(Problem, match="future_date"):
        acts.set_fact(actor, workspace, "source", "MIEUX1", "date", tomorrow.isoformat(), source="", reason="typed")


def test_a_returned_sheet_makes_no_body_part_of_itself(actor: Actor, workspace: Workspace) -> None:
    for parent, code in (("BPF", "own_part"), ("MPF", "own_part"), ("nowhere", "no_such_record")):
        said = desk.Reply(facts={"parent_id": parent})
        with pytest.raises(Problem, match=code):
            desk.return_sheet(actor, workspace, "MPF", said, on=date(2026, 11, 20), how="typed")


def test_a_proposal_that_has_come_to_close_a_circle_is_not_accepted(actor: Actor, workspace: Workspace) -> None:
    source = a_source(actor, workspace)
    parts = [
        Claim("", "organisation", one, "parent_id", other, source) for one, other in (("PMO", "AGO"), ("AGO", "PMO"))
    ]
    ids = acts.propose(actor, workspace, parts, reason="test")
    before = acts.read(actor, workspace).organisations["PMO"].parent_id

    with pytest.raises(Problem, match="own_part"):
        acts.accept_proposals(actor, workspace, ids)
    assert acts.read(actor, workspace).organisations["PMO"].parent_id == before


def test_a_statement_that_would_close_a_circle_is_not_chosen(actor: Actor, workspace: Workspace) -> None:
    def part(one: str, other: str) -> str:
        said = a_source(actor, workspace)
        return acts.set_fact(actor, workspace, "organisation", one, "parent_id", other, source=said, reason="test")

    first = part("PMO", "AGO")
    part("PMO", "CDU")
    part("AGO", "PMO")

    with pytest.raises(Problem, match="own_part"):
        acts.choose_claim(actor, workspace, first, reason="test")
    assert acts.read(actor, workspace).organisations["PMO"].parent_id == "CDU"
