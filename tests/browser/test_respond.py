"""People who answer on a phone: the whole form without a script in three languages, on a slow line, and every screen sound."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest
from playwright.sync_api import Browser, BrowserContext, Page
from tests.browser.conftest import Visitor, filao, let_in, plain, running, turn
from tests.browser.test_every_page import violations, weight
from tests.conftest import ROOT

pytestmark = pytest.mark.browser

_PUBLISH = """
import json
import django; django.setup()
from tests.respondents import open_round
from filao.work import accounts, workspaces
from filao.work.collection import instruments
actor = accounts.local_actor()
workspace = workspaces.find(actor, "mauritius")
instruments.make(actor, workspace, "officer-survey")
instruments.publish(actor, workspace, "officer-survey")
instruments.make(actor, workspace, "focus-group")
print(json.dumps(open_round(workspace)))
"""

WORDS = {
    "en": ("I agree: begin", "Next", "Back", "Send my answers", "Look at my answers", "answers have arrived"),
    "fr": (
        "J’accepte : commencer",
        "Suivant",
        "Retour",
        "Envoyer mes réponses",
        "Revoir mes réponses",
        "sont arrivées",
    ),
    "mfe": (
        "Mo dakor: koumanse",
        "Swivan",
        "Retourne",
        "Avoy mo bann repons",
        "Get mo bann repons",
        "repons finn arive",
    ),
}
OTHER = {"en": "Français", "fr": "Kreol", "mfe": "English"}


class Link(NamedTuple):
    """The app, a round, and the token of its link."""

    base: str
    round: str
    token: str

    @property
    def path(self) -> str:
        return f"/mauritius/a/{self.token}"


@pytest.fixture(scope="module")
def link(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Link]:
    data = tmp_path_factory.mktemp("respond") / "data"
    filao("import", ROOT / "examples" / "mauritius", "--accept", "--data", data)
    environment = {
        **os.environ, "FILAO_DATA": str(data), "FILAO_DATABASE": "", "PYTHONPATH": f"{ROOT}:{ROOT}/src",
        "DJANGO_SETTINGS_MODULE": "filao.settings",
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-c", _PUBLISH], check=True, capture_output=True, env=environment, cwd=ROOT, text=True
    )
    round, token = json.loads(done.stdout.splitlines()[-1])
    with running(data) as address:
        yield Link(address, round, token)


def phone(chromium: Browser, **more: Any) -> BrowserContext:
    return chromium.new_context(**{"viewport": {"width": 360, "height": 740}, **more})


def come(chromium: Browser, link: Link) -> int:
    """How many answers the round holds, as its page says."""
    context = chromium.new_context()
    let_in(context, link.base)
    page = context.new_page()
    page.goto(f"{link.base}/mauritius/fieldwork/{link.round}")
    told = plain(page.locator("h1").inner_text())
    context.close()
    found = re.match(r"(\d+) answers?", told)
    return int(found[1]) if found else 0


def press(page: Page, words: str) -> None:
    turn(page, page.get_by_role("button", name=words, exact=True))


@pytest.mark.parametrize("language", ["en", "fr", "mfe"])
def test_a_whole_form_is_answered_on_a_phone_without_a_script(chromium: Browser, link: Link, language: str) -> None:
    agree, onward, back, send, look, arrived = WORDS[language]
    before = come(chromium, link)
    context = phone(chromium, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{link.base}{link.path}?language={language}")
    press(page, agree)

    # an error, named on top and beside the question; then another language in the middle, with all that was typed
    page.locator("[name='/data/about/years']").fill("many")
    press(page, onward)
    assert page.locator(".errors li").count() == 2
    assert page.locator("[name='/data/about/years']").input_value() == "many"
    press(page, OTHER[language])
    assert page.locator("[name='/data/about/years']").input_value() == "many"
    page.locator(".languages button[aria-current]").wait_for()
    turn(page, page.locator(f".languages button[value='language {language}']"))
    page.locator("[name='/data/about/years']").fill("12")
    page.locator("[name='/data/about/island'][value=rodrigues]").check()
    press(page, onward)
    page.locator("[name='/data/about/district'][value=port_mathurin]").check()
    press(page, onward)

    # back, and on again
    page.locator("[name='/data/sure/signs'][value='2']").check()
    press(page, back)
    assert page.locator("[name='/data/about/district'][value=port_mathurin]").is_checked()
    press(page, onward)
    assert page.locator("[name='/data/sure/signs'][value='2']").is_checked()

    # the phone is put away; another one goes on by the code
    page.locator("details.stop summary").click()
    code = page.locator(".code").inner_text()
    context.close()
    context = phone(chromium, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{link.base}{link.path}?language={language}")
    page.locator("#code").fill(code.upper())
    turn(page, page.locator("button[value=resume]"))
    assert page.locator("[name='/data/sure/signs']").count() == 5

    press(page, onward)
    page.locator("[name='/data/tie[1]/partner|typed']").fill("ombudsperson")
    press(page, onward)
    press(page, onward)
    page.locator("[name='/data/more/since']").fill("2024-03-14")
    press(page, onward)
    press(page, look)
    assert "Ombudsperson" in page.locator("main").inner_text()
    press(page, send)

    assert arrived in page.locator("h1").inner_text()
    receipt = page.locator(".code").inner_text()
    page.reload()
    assert page.locator(".code").inner_text() == receipt
    assert context.cookies() == []
    context.close()
    assert come(chromium, link) == before + 1


def answer_all(page: Page) -> None:
    """The first choice of everything that a screen asks."""
    for group in page.locator("fieldset.field").all():
        selects = group.locator("select").all()
        for place, select in enumerate(selects, 1):
            select.select_option(str(place))
        if not selects:
            group.locator("input").first.check()
    for box in page.locator("input.narrow:not([type])").all():
        box.fill("30")
    for box in page.locator("input[name$='|typed']").all():
        box.fill("ombudsperson")


@pytest.mark.parametrize("language", ["en", "fr", "mfe"])
@pytest.mark.parametrize("width", [360, 1280])
def test_every_screen_is_sound(chromium: Browser, link: Link, width: int, language: str) -> None:
    context = chromium.new_context(viewport={"width": width, "height": 800}, bypass_csp=True)
    visitor = Visitor(context.new_page(), link.base)
    page = visitor.page
    wrong: list[object] = []

    def look() -> None:
        page.wait_for_load_state()
        found = violations(visitor)
        wide = page.evaluate("document.documentElement.scrollWidth")
        spoken = page.locator("html").get_attribute("lang")
        wrong.extend([page.title(), *found] if found else [])
        wrong.extend([page.title(), wide] if wide > width else [])
        wrong.extend([page.title(), spoken] if spoken != language else [])

    page.goto(f"{link.base}{link.path}?language={language}")
    look()
    turn(page, page.locator("button[value=agree]"))
    turn(page, page.locator(".acts .main-act"))
    look()  # with errors
    for _screen in range(12):
        answer_all(page)
        turn(page, page.locator(".acts .main-act"))
        look()
        if page.locator("button[value=send]").count():
            break
    turn(page, page.locator("button[value=send]"))
    look()
    for path in (f"{link.path}/stopped", "/mauritius/take-back", "/mauritius/a/nothing"):
        page.goto(f"{link.base}{path}?language={language}")
        look()

    assert wrong == []
    assert visitor.elsewhere == []
    assert [one for one in visitor.complaints if "404" not in one and "422" not in one] == []
    context.close()


def test_the_first_page_weighs_less_than_fifty_kilobytes_with_all_it_needs(chromium: Browser, link: Link) -> None:
    context = phone(chromium)
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.removeprefix(link.base)))
    page.goto(f"{link.base}{link.path}")
    context.close()

    packed = sum(weight(link.base, path) for path in asked if not path.startswith("data:"))
    unpacked = sum(
        len(urllib.request.urlopen(link.base + path).read()) for path in asked if not path.startswith("data:")
    )

    assert [path.partition("?")[0].rpartition("/")[2] for path in asked[1:]] == ["respond.css"]
    assert packed < 6 * 1024
    assert unpacked < 50 * 1024


def test_the_first_page_stands_in_time_on_a_line_of_fifty_kilobits(chromium: Browser, link: Link) -> None:
    context = phone(chromium)
    page = context.new_page()
    line = {"offline": False, "latency": 400, "downloadThroughput": 50_000 / 8, "uploadThroughput": 50_000 / 8}
    context.new_cdp_session(page).send("Network.emulateNetworkConditions", line)

    started = time.monotonic()
    page.goto(f"{link.base}{link.path}")
    page.get_by_role("button", name="I agree: begin").wait_for()
    took = time.monotonic() - started

    context.close()
    assert took < 10


STAFF = ("forms/{code}", "forms/focus-group/draft", "forms/every_question/keying", "fieldwork/{round}", "room/{round}")


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("path", STAFF)
def test_a_page_of_the_staff_is_sound(chromium: Browser, link: Link, path: str, width: int, language: str) -> None:
    context = chromium.new_context(viewport={"width": width, "height": 900}, bypass_csp=True)
    let_in(context, link.base, language)
    visitor = Visitor(context.new_page(), link.base)

    page = visitor.open(f"/mauritius/{path.format(code='every_question', round=link.round)}")
    found = violations(visitor)

    assert found == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert (visitor.elsewhere, visitor.complaints) == ([], [])
    assert page.locator("h1").count() == 1
    context.close()


def test_enter_goes_from_box_to_box_and_control_enter_takes_the_sheet_in(chromium: Browser, link: Link) -> None:
    context = chromium.new_context()
    let_in(context, link.base)
    page = context.new_page()
    page.goto(f"{link.base}/mauritius/forms/every_question/keying")

    for typed in ("17", "", "1", "2", "3", "12"):
        page.keyboard.type(typed)
        page.keyboard.press("Enter")
    focused = page.evaluate("document.activeElement.name")
    page.locator("[name='/data/tie[1]/partner']").fill("4")
    page.keyboard.press("Control+Enter")
    page.get_by_text("Sheet 17 is taken in.").wait_for()

    assert focused == "/data/about/years_why"
    assert page.locator("#number").input_value() == "18"
    context.close()
