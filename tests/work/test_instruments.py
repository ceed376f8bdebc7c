"""Instruments from the first draft to the last version: nothing unsound is published, nothing published is ever changed."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import Any

import pytest
from django.utils import timezone
from tests.exchange.files import refused
from tests.exchange.xlsforms import HEAD, survey, workbook
from tests.work.test_isolation import queries, unbound

from filao.core.problems import Problem
from filao.documents.words import instruments as catalogue
from filao.exchange import xform
from filao.store.collection import ConsentRow, ResponseRow, VersionRow
from filao.store.journal import JournalLine
from filao.store.people import Membership, User
from filao.work import keeping, workspaces
from filao.work.access import Actor
from filao.work.collection import instruments, papers
from filao.work.workspaces import Workspace

pytestmark = pytest.mark.database
__all__ = ["queries"]

LIST = ("list_name", "name", "label")
CONSENT = ("select_one yn", "consent", "Do you agree to take part?", "")
CARDS = (("note", "stop_script", "May I stop you here?", ""), ("note", "card", "In danger? Call the hotline.", ""))
WIDE = (*HEAD, "relevant")


def form(*questions: tuple[str, ...], version: str = "", form_id: str = "", **options: str) -> bytes:
    """A sound form with these questions, asked of who agrees."""
    asked = [(*question, "${consent} = 'yes'") for question in questions]
    often = [("often", code, label) for code, label in (options or {"often": "Often", "never": "Never"}).items()]
    settings = {"settings": (("form_id", "version"), (form_id, version))} if version or form_id else {}
    sheets = survey(CONSENT, *asked, *CARDS, head=WIDE, **settings)
    return workbook({**sheets, "choices": (LIST, ("yn", "yes", "Yes"), ("yn", "no", "No"), *often)})


OFTEN = ("select_one often", "refers", "How often do you refer people?")
STAFF = ("integer", "staff", "How many people work on this?")


@pytest.fixture
def begun(actor: Actor, workspace: Workspace) -> str:
    return instruments.create(actor, workspace, title="Survey of offices", purpose="survey").code


def published(actor: Actor, workspace: Workspace, code: str, data: bytes, **more: Any) -> Any:
    instruments.stage(actor, workspace, code, "form.xlsx", data)
    return instruments.publish(actor, workspace, code, **more)


def person(workspace: Workspace, role: str) -> Actor:
    user = User.objects.create_user(f"{role}@example.org", name=role)
    Membership.objects.create(workspace=workspace, user_id=user.id, role=role)
    return Actor(user.id, user.name, strong=True)


def answered(workspace: Workspace, version: str, **closed: str) -> None:
    row = VersionRow.objects.get(workspace_id=workspace.id, id=version)
    place = ResponseRow.objects.filter(workspace_id=workspace.id).count()
    ResponseRow.objects.create(
        workspace=workspace, version=row, instance_id=f"uuid:{place}", raw="0" * 64, fingerprint="f",
        closed={f"/data/{name}": text for name, text in closed.items()}, channel="link", received_on=date(2026, 11, 22),
    )  # fmt: skip


def test_a_draft_that_passes_the_gate_is_published_and_opens_the_form(
    actor: Actor, workspace: Workspace, begun: str
) -> None:
    instruments.stage(actor, workspace, begun, "form.xlsx", form(STAFF))
    looked = instruments.preview(actor, workspace, begun)
    assert (looked.blocking, looked.changes, looked.same) == ((), (), False)
    assert looked.minutes.most > 0

    version = instruments.publish(actor, workspace, begun)

    found = instruments.find(actor, workspace, begun)
    assert (found.state, found.form_id, found.draft) == ("open", "survey_of_offices", None)
    assert found.newest == version
    assert version.version == f"{timezone.localdate():%Y%m%d}01"


def test_what_is_served_are_the_bytes_that_were_looked_at(actor: Actor, workspace: Workspace, begun: str) -> None:
    instruments.stage(actor, workspace, begun, "form.xlsx", form(STAFF))
    draft = instruments.find(actor, workspace, begun).draft
    assert draft
    before = instruments.file(actor, workspace, begun, "", "form.xml")

    version = instruments.publish(actor, workspace, begun)

    served = instruments.file(actor, workspace, begun, version.version, "form.xml")
    assert served == before
    assert (version.digest, version.md5) == (draft.digest, hashlib.md5(served, usedforsecurity=False).hexdigest())
    assert xform.read(served, "x").version == version.version
    assert instruments.file(actor, workspace, begun, version.version, "workbook.xlsx") == form(STAFF)


def test_an_unsound_form_is_not_published(actor: Actor, workspace: Workspace, begun: str) -> None:
    instruments.stage(actor, workspace, begun, "f.xlsx", form(("text", "victim", "Name of the victim"), STAFF))

    problem = refused(instruments.publish, actor, workspace, begun)

    assert (problem.code, problem.facts["count"]) == ("instrument_unsound", 1)
    assert [finding.code for finding in instruments.preview(actor, workspace, begun).blocking] == ["asks_victim"]
    assert instruments.find(actor, workspace, begun).state == "draft"


def test_a_form_declared_anonymous_is_looked_at_as_one(actor: Actor, workspace: Workspace) -> None:
    code = instruments.create(actor, workspace, title="Officers", anonymous=True).code
    instruments.stage(actor, workspace, code, "f.xlsx", form(("start", "start", ""), STAFF))

    assert [finding.code for finding in instruments.preview(actor, workspace, code).blocking] == ["exact_time"]


def test_the_names_of_towns_of_the_register_are_told_from_those_of_the_country(
    actor: Actor, workspace: Workspace, begun: str
) -> None:
    instruments.stage(
        actor, workspace, begun, "f.xlsx", form(("note", "n", "Shelters of Rose Hill take families"), STAFF)
    )

    assert [finding.code for finding in instruments.preview(actor, workspace, begun).blocking] == ["words_identify"]


def test_a_workbook_that_cannot_be_compiled_leaves_the_draft_before_it(
    actor: Actor, workspace: Workspace, begun: str
) -> None:
    instruments.stage(actor, workspace, begun, "form.xlsx", form(STAFF))

    problem = refused(instruments.stage, actor, workspace, begun, "bad.xlsx", workbook(survey(("signature", "s", "S"))))

    assert problem.code == "form_type_unknown"
    draft = instruments.find(actor, workspace, begun).draft
    assert draft
    assert draft.name == "form.xlsx"


def test_kpi_2089_a_removed_option_that_people_chose_needs_a_persons_word(
    actor: Actor, workspace: Workspace, begun: str
) -> None:
    first = published(actor, workspace, begun, form(OFTEN, often="Often", rarely="Rarely", never="Never"))
    for answer in ("rarely", "rarely", "never"):
        answered(workspace, first.id, consent="yes", refers=answer)
    instruments.stage(actor, workspace, begun, "form.xlsx", form(OFTEN, often="Often", never="Never"))

    (change,) = instruments.preview(actor, workspace, begun).asking
    assert (change.kind, change.option, change.affected) == ("option_removed", "rarely", 2)
    problem = refused(instruments.publish, actor, workspace, begun)
    assert (problem.code, problem.facts["count"]) == ("changes_not_agreed", 1)
    second = instruments.publish(actor, workspace, begun, agreed=[change.id])

    kept = VersionRow.objects.get(workspace_id=workspace.id, id=second.id)
    assert kept.accepted == [change.id]
    assert instruments.file(actor, workspace, begun, first.version, "form.xml")


def test_formpack_151_a_question_that_changes_its_type_needs_a_persons_word(
    actor: Actor, workspace: Workspace, begun: str
) -> None:
    first = published(actor, workspace, begun, form(STAFF))
    answered(workspace, first.id, consent="yes", staff="12")
    instruments.stage(actor, workspace, begun, "form.xlsx", form(("text", "staff", "How many people work on this?")))

    (change,) = instruments.preview(actor, workspace, begun).asking
    assert (change.kind, change.effect, change.affected) == ("retyped", "forked", 1)


def test_words_are_counted_as_at_most_the_answers_there_are(actor: Actor, workspace: Workspace, begun: str) -> None:
    first = published(actor, workspace, begun, form(STAFF, ("text", "wish", "What would help?")))
    for _ in range(3):
        answered(workspace, first.id, consent="yes", staff="12")
    instruments.stage(actor, workspace, begun, "form.xlsx", form(STAFF))

    (change,) = instruments.preview(actor, workspace, begun).asking
    assert (change.kind, change.path, change.affected) == ("removed", "wish", 3)


def test_a_version_is_published_once_and_its_number_never_taken_again(
    actor: Actor, workspace: Workspace, begun: str
) -> None:
    published(actor, workspace, begun, form(STAFF, version="7", form_id="offices"))

    other = form(STAFF, OFTEN, version="7", form_id="offices")
    assert refused(instruments.stage, actor, workspace, begun, "f.xlsx", other).code == "version_taken"
    instruments.stage(actor, workspace, begun, "f.xlsx", form(STAFF, version="7", form_id="offices"))
    assert instruments.preview(actor, workspace, begun).same
    assert refused(instruments.publish, actor, workspace, begun).code == "version_taken"


def test_a_form_keeps_its_id_through_its_versions_and_no_two_forms_share_one(
    actor: Actor, workspace: Workspace, begun: str
) -> None:
    published(actor, workspace, begun, form(STAFF, form_id="offices"))
    assert instruments.find(actor, workspace, begun).form_id == "offices"

    stranger = form(STAFF, form_id="another")
    assert refused(instruments.stage, actor, workspace, begun, "f.xlsx", stranger).code == "form_id_differs"
    second = instruments.create(actor, workspace, title="Survey of offices").code
    assert second == "survey-of-offices-2"
    again = form(STAFF, form_id="offices")
    assert refused(instruments.stage, actor, workspace, second, "f.xlsx", again).code == "form_id_taken"


def test_versions_of_one_day_are_numbered(actor: Actor, workspace: Workspace, begun: str) -> None:
    for extra in (STAFF, OFTEN):
        published(actor, workspace, begun, form(extra))

    numbers = [version.version[-2:] for version in instruments.find(actor, workspace, begun).versions]
    assert numbers == ["02", "01"]


@pytest.mark.parametrize("kind", ["interview-services", "focus-group", "training-inventory", "officer-survey"])
def test_the_instruments_of_filao_are_made_and_published(kind: str, actor: Actor, workspace: Workspace) -> None:
    made = instruments.make(actor, workspace, kind)
    assert (made.purpose, made.anonymous) == (catalogue.CATALOGUE[kind].purpose, catalogue.CATALOGUE[kind].anonymous)
    assert {finding.code for finding in instruments.preview(actor, workspace, kind).findings} == {
        "draft_texts",
        "slot_open",
    }

    version = instruments.publish(actor, workspace, kind)

    assert ("organisations.csv" in version.media) == (kind != "focus-group")
    again = instruments.make(actor, workspace, kind)
    assert again.draft
    assert again.draft.version != version.version
    changed = {change.kind for change in instruments.preview(actor, workspace, kind).changes}
    assert changed == set()


def test_the_roster_is_added_to_a_form_that_asks_for_it(actor: Actor, workspace: Workspace, begun: str) -> None:
    picked = form(("select_one_from_file organisations.csv", "body", "Which body?"))

    instruments.stage(actor, workspace, begun, "form.xlsx", picked)

    rows = instruments.file(actor, workspace, begun, "", "organisations.csv").decode().splitlines()
    assert rows[0] == "name,label,sector"
    assert any(row.startswith("MPF,") for row in rows)


def test_a_file_that_the_form_needs_and_nobody_sent_blocks(actor: Actor, workspace: Workspace, begun: str) -> None:
    asked = form(("select_one_from_file towns.csv", "town", "Which town?"))
    instruments.stage(actor, workspace, begun, "form.xlsx", asked)
    assert [f.code for f in instruments.preview(actor, workspace, begun).blocking] == ["file_missing"]

    instruments.stage(actor, workspace, begun, "form.xlsx", asked, {"C:\\lists\\towns.csv": b"name,label\na,A\n"})

    assert instruments.preview(actor, workspace, begun).blocking == ()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("../../etc/passwd", b"x"), ("page.html", b"<script>"), ("picture.svg", b"<svg/>"), ("picture.png", b"GIF89a"),
        ("list.csv", b"a\x00b"), (".csv", b"a,b"), ("a" * 200 + ".csv", b"a,b"), ("run.exe", b"MZ"),
    ],
)  # fmt: skip
def test_a_file_that_is_not_what_it_says_is_refused(
    name: str, data: bytes, actor: Actor, workspace: Workspace, begun: str
) -> None:
    problem = refused(instruments.stage, actor, workspace, begun, "form.xlsx", form(STAFF), {name: data})

    assert problem.code == "media_unfit"


def test_the_text_of_consent_is_kept_by_language_each_time_it_changes(
    actor: Actor, workspace: Workspace, begun: str
) -> None:
    published(actor, workspace, begun, form(STAFF))
    published(actor, workspace, begun, form(STAFF, OFTEN))
    told = [("note", "about", "We map who does what.", ""), CONSENT]
    sheets = {
        **survey(*told, (*STAFF, "${consent} = 'yes'"), *CARDS, head=WIDE),
        "choices": (LIST, ("yn", "yes", "Yes")),
    }
    published(actor, workspace, begun, workbook(sheets))

    rows = ConsentRow.objects.filter(workspace_id=workspace.id).order_by("number")
    assert [(row.number, row.texts) for row in rows] == [
        (1, {"": "Do you agree to take part?"}),
        (2, {"": "We map who does what.\nDo you agree to take part?"}),
    ]


def test_a_form_is_opened_and_closed_by_hand_once_it_is_published(
    actor: Actor, workspace: Workspace, begun: str
) -> None:
    assert refused(instruments.set_state, actor, workspace, begun, "closed").code == "not_published"
    published(actor, workspace, begun, form(STAFF))

    for state in ("closing", "closed", "open"):
        instruments.set_state(actor, workspace, begun, state)
        assert instruments.find(actor, workspace, begun).state == state
    assert refused(instruments.set_state, actor, workspace, begun, "draft").code == "no_such_state"


def test_a_draft_is_dropped_and_the_published_version_stays(actor: Actor, workspace: Workspace, begun: str) -> None:
    first = published(actor, workspace, begun, form(STAFF))
    instruments.stage(actor, workspace, begun, "form.xlsx", form(OFTEN))

    instruments.discard(actor, workspace, begun)

    assert refused(instruments.preview, actor, workspace, begun).code == "nothing_staged"
    assert instruments.find(actor, workspace, begun).newest == first


def test_each_act_is_in_the_journal(actor: Actor, workspace: Workspace, begun: str) -> None:
    version = published(actor, workspace, begun, form(STAFF), reason="agreed by the group")
    instruments.set_state(actor, workspace, begun, "closed")

    lines = JournalLine.objects.filter(workspace_id=workspace.id, act__startswith="instrument.").order_by("number")
    assert [line.act for line in lines] == [
        "instrument.create", "instrument.stage", "instrument.publish", "instrument.state",
    ]  # fmt: skip
    assert lines[2].facts["file"] == version.digest
    assert lines[2].reason == "agreed by the group"


@pytest.mark.parametrize(
    ("role", "edits", "publishes", "publishes_tests"),
    [
        ("consultant", True, True, True), ("coordinator", True, True, True), ("trainer", True, False, True),
        ("monitoring", True, False, True), ("owner", False, False, False), ("collector", False, False, False),
    ],
)  # fmt: skip
def test_who_may_edit_and_publish(
    role: str, edits: bool, publishes: bool, publishes_tests: bool, actor: Actor, workspace: Workspace, begun: str
) -> None:
    who = person(workspace, role)
    test = instruments.create(actor, workspace, title="Test before the course", purpose="test").code
    for code in (begun, test):
        instruments.stage(actor, workspace, code, "form.xlsx", form(STAFF, form_id=code.replace("-", "_")))

    assert [one.code for one in instruments.listing(who, workspace)]
    assert _may(instruments.discard, who, workspace, instruments.create(actor, workspace, title="X").code) == edits
    assert _may(instruments.publish, who, workspace, begun) == publishes
    assert _may(instruments.publish, who, workspace, test) == publishes_tests


def _may(act: Any, *given: Any) -> bool:
    try:
        act(*given)
    except Problem as problem:
        assert problem.code == "not_allowed"
        return False
    return True


def test_an_observer_sees_no_form(workspace: Workspace) -> None:
    assert refused(instruments.listing, person(workspace, "observer"), workspace).code == "not_allowed"


def test_forms_of_two_workspaces_hold_nothing_in_common(actor: Actor, workspace: Workspace, begun: str) -> None:
    other = workspaces.create(actor, "elsewhere", "Elsewhere", "XX", date(2026, 1, 1))

    assert instruments.listing(actor, other) == []
    assert refused(instruments.find, actor, other, begun).code == "no_such_instrument"
    published(actor, workspace, begun, form(STAFF, form_id="offices"))
    twin = instruments.create(actor, other, title="Survey of offices").code
    assert published(actor, other, twin, form(STAFF, form_id="offices")).version


def test_every_query_names_its_workspace(actor: Actor, workspace: Workspace, begun: str, queries: list[str]) -> None:
    published(actor, workspace, begun, form(STAFF))
    instruments.stage(actor, workspace, begun, "form.xlsx", form(OFTEN))
    instruments.preview(actor, workspace, begun)
    instruments.set_state(actor, workspace, begun, "closing")
    instruments.listing(actor, workspace)

    assert unbound(queries) == []


def test_the_files_of_drafts_and_versions_are_no_orphans(actor: Actor, workspace: Workspace, begun: str) -> None:
    published(actor, workspace, begun, form(("select_one_from_file organisations.csv", "body", "Which body?")))
    instruments.stage(actor, workspace, begun, "form.xlsx", form(OFTEN))

    (files,) = [check for check in keeping.doctor(actor) if check.code == "files"]
    assert files.faults == ()


def test_a_large_workbook_is_compiled_in_the_child_process(
    actor: Actor, workspace: Workspace, begun: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(instruments, "_LARGE", 10)

    instruments.stage(actor, workspace, begun, "form.xlsx", form(STAFF))

    assert instruments.preview(actor, workspace, begun).blocking == ()
    bad = workbook(survey(("signature", "s", "S")))
    assert refused(instruments.stage, actor, workspace, begun, "bad.xlsx", bad).code == "form_type_unknown"


def test_a_form_is_read_side_by_side_and_printed_from_its_draft_or_its_newest_version(
    actor: Actor, workspace: Workspace
) -> None:
    instruments.make(actor, workspace, "officer-survey")
    rows = papers.rows(actor, workspace, "officer-survey", language="en")
    assert {"en", "fr", "mfe"} <= set(rows[0].labels)
    assert any("Only if question 1 is “Yes”." in row.sentences for row in rows)

    version = instruments.publish(actor, workspace, "officer-survey")
    name, data = papers.paper(actor, workspace, "officer-survey", "fr")

    assert name == f"officer-survey-{version.version}-fr.pdf"
    assert data.startswith(b"%PDF")
    assert refused(papers.rows, actor, workspace, "officer-survey", "1").code == "no_such_file"
