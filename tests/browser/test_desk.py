"""The desk in a browser with meetings on it and a guide's answer waiting: sound in both languages on a phone and at a desk, and
a meeting moved, a guide taken over and its words carried without scripts."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page
from tests.browser.conftest import Visitor, filao, let_in, running, turn
from tests.browser.test_every_page import violations
from tests.conftest import ROOT

pytestmark = pytest.mark.browser

_MEETINGS = """
import django; django.setup()
from datetime import date, time, timedelta
from tests.work.test_guide_words import guide_answer
from filao.work import desk, workspaces
actor = workspaces.local_actor()
workspace = workspaces.find(actor, "mauritius")
monday = date.today() - timedelta(days=date.today().weekday())
for body, days, at, goes, place, status in (
    ("ODPP", 8, time(9, 30), ("Lead consultant", "Assistant"), "Ministry building, level 4", "scheduled"),
    ("MGEFW", 8, time(10), ("Lead consultant",), "", "scheduled"),
    ("RRA", 8, time(15), ("Assistant",), "Port Mathurin, Rodrigues", "invited"),
    ("MPF", -7, None, (), "", "invited"), ("MEXA", None, None, (), "", "declined"), ("SET", None, None, (), "", "to_invite"),
):
    desk.log(actor, workspace, desk.Meeting(
        body, channel="in_person", status=status, planned_on=monday + timedelta(days=days) if days is not None else None,
        planned_at=at, goes=goes, place=place, language="fr",
    ))
desk.take_guide(actor, workspace, guide_answer(workspace))
guide_answer(workspace, 2)
"""
HERE = "/mauritius/meetings"


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The app with six meetings, some of which clash, one made of a guide's answer, and another answer that waits."""
    folder = tmp_path_factory.mktemp("desk")
    filao("import", ROOT / "examples" / "mauritius", "--accept", "--data", folder / "data")
    environment = {
        **os.environ, "FILAO_DATA": str(folder / "data"), "FILAO_DATABASE": "", "PYTHONPATH": f"{ROOT}:{ROOT}/src",
        "DJANGO_SETTINGS_MODULE": "filao.settings",
    }  # fmt: skip
    subprocess.run([sys.executable, "-c", _MEETINGS], check=True, capture_output=True, env=environment, cwd=ROOT)
    with running(folder / "data") as address:
        yield address


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("width", [1280, 360])
def test_the_desk_with_meetings_on_it_is_sound(planned: str, chromium: Browser, width: int, language: str) -> None:
    context = chromium.new_context(viewport={"width": width, "height": 900}, bypass_csp=True)
    let_in(context, planned, language)
    visitor = Visitor(context.new_page(), planned)

    found = {}
    for path in ("schedule", "guides", "INT-01", "INT-01/edit", "INT-01/words", "INT-07/words", "new?body=CDU"):
        page = visitor.open(f"{HERE}/{path}")
        for fold in page.locator("main details:not([open]) > summary").all():
            if fold.is_visible():
                fold.click()
        found[path] = (violations(visitor), page.evaluate("document.documentElement.scrollWidth") <= width)

    assert found == dict.fromkeys(found, ([], True))
    assert (visitor.elsewhere, visitor.complaints) == ([], [])
    context.close()


def test_a_meeting_is_moved_and_the_words_of_a_guide_are_carried_without_scripts(
    planned: str, chromium: Browser
) -> None:
    context = chromium.new_context(viewport={"width": 360, "height": 900}, java_script_enabled=False)
    let_in(context, planned)
    page = Visitor(context.new_page(), planned).open(f"{HERE}/schedule")

    row = page.locator("#m-INT-03")
    row.locator("summary").click()
    row.locator("input[type=date]").fill("2027-02-02")
    turn(page, row.get_by_role("button", name="Save"))
    moved = page.locator("#m-INT-03").inner_text()

    page.goto(planned + f"{HERE}/guides")
    turn(page, page.get_by_role("button", name="Take over"))
    turn(page, page.get_by_role("link", name="Words of the guide"))
    closed = page.locator("main").inner_text()
    turn(page, page.get_by_role("button", name="Open the words"))
    _choose(page, "Where does it fail", "a note beside the meeting")
    turn(page, page.get_by_role("button", name="Carry to the desk"))

    assert "2 February 2027" in moved
    assert "signature at weekends" not in closed
    assert "signature at weekends" in page.locator("#notes + ul").inner_text()
    context.close()


def _choose(page: Page, asked: str, target: str) -> None:
    page.locator("article", has_text=asked).locator("select").select_option(label=target)


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("width", [1280, 360])
def test_opened_words_stand_on_a_sound_page(planned: str, chromium: Browser, width: int, language: str) -> None:
    context = chromium.new_context(viewport={"width": width, "height": 900}, bypass_csp=True)
    let_in(context, planned, language)
    visitor = Visitor(context.new_page(), planned)

    page = visitor.open(f"{HERE}/INT-07/words")
    turn(page, page.locator("button[value=open]"))

    assert page.locator("article textarea").count() == 3
    assert violations(visitor) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()
