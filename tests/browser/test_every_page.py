"""Every page, in English and French, on a phone and on a desk: axe finds nothing, nothing overflows, nothing calls out."""

from __future__ import annotations

import gzip
import re
import urllib.request
from pathlib import Path
from typing import Any

import pytest
from django.urls import get_resolver
from playwright.sync_api import Browser
from tests.browser.conftest import KEYS, Visitor, let_in, turn
from tests.conftest import ROOT
from tests.web.pages import FIRST_MADE, NO_PAGES, PAGES

from filao.web.views import accounts

pytestmark = pytest.mark.browser
AXE = ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"


ON_A_SERVER = {"join", "link", "sheet-links", *(str(pattern.name) for pattern in accounts.urlpatterns)}
"""Pages that a laptop has none of: `test_a_server` looks at them."""


def violations(visitor: Visitor) -> list[str]:
    """What axe finds on the page as it stands."""
    visitor.page.add_script_tag(path=AXE)
    found: list[str] = visitor.page.evaluate(
        "axe.run(document, {resultTypes: ['violations']})"
        ".then(r => r.violations.map(v => `${v.id}: ${v.nodes.map(n => n.html.slice(0, 120)).join(' | ')}`))"
    )
    return found


def test_no_page_is_forgotten() -> None:
    named = {str(pattern.name) for part in get_resolver().url_patterns for pattern in part.url_patterns}

    assert named == {*PAGES, *FIRST_MADE, *NO_PAGES, *ON_A_SERVER}


@pytest.mark.parametrize("language", ["en", "fr", "mfe"])
@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_sound(laptop: str, chromium: Browser, name: str, width: int, language: str) -> None:
    context = chromium.new_context(viewport={"width": width, "height": 900}, bypass_csp=True)
    let_in(context, laptop, language)
    visitor = Visitor(context.new_page(), laptop)

    page = visitor.open(PAGES[name])
    wide = page.evaluate("document.documentElement.scrollWidth")
    found = violations(visitor)

    assert found == []
    assert wide <= width, "the page is wider than the window"
    assert (visitor.elsewhere, visitor.complaints) == ([], [])
    assert page.locator("h1").count() == 1
    assert page.locator("html").get_attribute("lang") == language
    raw = page.request.get(visitor.base + PAGES[name]).text()
    assert not re.search(r"<head>.*<(?:th|td|div|p)\b.*</head>", raw, re.DOTALL), (
        "content stands in the head of the page"
    )
    context.close()


def answer_of(base: str, path: str, headers: dict[str, str] | None = None) -> Any:
    """What the app answers to the local user."""
    cookie = {"Cookie": f"filao_local={KEYS[base]}"}
    return urllib.request.urlopen(urllib.request.Request(base + path, headers=cookie | (headers or {})))


def weight(base: str, path: str) -> int:
    """Bytes of an answer as they travel, compressed."""
    with answer_of(base, path, {"Accept-Encoding": "gzip"}) as answer:
        data = answer.read()
        return len(data) if answer.headers.get("Content-Encoding") == "gzip" else len(gzip.compress(data, 6))


def test_pages_keep_to_their_budgets(laptop: str) -> None:
    dist = ROOT / "src" / "filao" / "web" / "static" / "dist"
    packed = {path.name: len(gzip.compress(path.read_bytes(), 6)) for path in dist.iterdir()}
    frame = packed["filao.js"] + packed["style.css"] + sum(s for n, s in packed.items() if n.endswith("woff2"))
    limits = {"network": 190, "coverage": 120, "network-drawing": 120}

    heavy = {}
    for name, path in PAGES.items():
        whole = frame + weight(laptop, path) + (packed["network.js"] if name == "network" else 0)
        if whole > limits.get(name, 60) * 1024:
            heavy[name] = whole

    assert heavy == {}


@pytest.mark.parametrize("scripts", [False])
@pytest.mark.parametrize("width", [360])
def test_pages_work_without_scripts(visit: Visitor, scripts: bool, width: int) -> None:
    page = visit.open("/mauritius/")

    page.locator("label.menu").click()
    turn(page, page.get_by_role("link", name="Register", exact=True))
    page.locator("#by-kind").select_option("ngo")
    turn(page, page.get_by_role("button", name="Filter"))

    assert "kind=ngo" in page.url
    assert page.locator("tbody tr").count() > 5
    page.goto(visit.base + "/mauritius/network")
    assert page.get_by_role("link", name="See the drawing of the report").is_visible()
    assert page.locator("tbody tr").count() >= 50


def test_the_network_is_drawn_at_the_places_of_the_server_and_its_ties_stand_in_the_table(visit: Visitor) -> None:
    page = visit.open("/mauritius/network?kind=refers_to")

    assert page.locator("#graph canvas").count() == 3
    assert page.locator("main .table").first.locator("tbody tr").count() == 7
    assert visit.complaints == []


def test_files_are_asked_for_by_a_button(visit: Visitor) -> None:
    page = visit.open("/mauritius/import")
    with page.expect_download() as export:
        page.get_by_role("button", name="The network for Gephi").click()

    page = visit.open("/mauritius/organisations/CDU")
    with page.expect_download() as sheet:
        page.get_by_role("button", name="Sheet to fill in (Word)").click()

    assert export.value.suggested_filename == "mauritius-network.gexf"
    assert sheet.value.suggested_filename == "organisation-sheet-CDU-en.docx"


def test_slash_goes_to_search_and_answers_at_once(visit: Visitor) -> None:
    page = visit.open("/mauritius/ties")

    page.keyboard.press("/")
    page.keyboard.type("ombudsperson")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=ombudsperson")

    assert page.locator("main .list li").count() >= 1


def test_the_language_chosen_stays(visit: Visitor) -> None:
    page = visit.open("/mauritius/organisations")

    turn(page, page.locator(".languages button[value=fr]"))
    page.goto(visit.base + "/mauritius/ties")

    assert page.locator("html").get_attribute("lang") == "fr"


def test_every_answer_forbids_what_does_not_come_from_here(laptop: str) -> None:
    for path in PAGES.values():
        with answer_of(laptop, path) as answer:
            policy = answer.headers["Content-Security-Policy"]
            assert "default-src 'none'" in policy
            assert "unsafe" not in policy
            assert answer.headers["X-Frame-Options"] == "DENY"
            assert answer.headers["Referrer-Policy"] == "same-origin"


def test_an_address_that_does_not_exist_says_so_with_a_way_on(visit: Visitor) -> None:
    for path in ("/mauritius/organisations/NOBODY", "/nowhere/", "/mauritius/records/source/X", "/mauritius/nothing"):
        page = visit.open(path, status=404)

        assert page.locator("h1").inner_text()
        assert page.get_by_role("link", name="Go to the home page").is_visible()


def test_the_picture_of_the_readme_exists() -> None:
    assert Path(ROOT / "docs" / "images" / "home.png").stat().st_size > 20_000
