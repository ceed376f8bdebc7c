"""The page for answering without a network, in Chromium: nothing that was given is lost, nothing arrives twice."""

from __future__ import annotations

import base64
import gzip
import json
import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from tests.browser.conftest import FOLDERS, Visitor
from tests.browser.test_every_page import violations
from tests.conftest import ROOT

pytestmark = pytest.mark.browser

LANGUAGES = {"en": "English", "fr": "Français", "mfe": "Kreol Morisien"}


@pytest.fixture(scope="session")
def links(laptop: str) -> dict[str, dict[str, str]]:
    """Name of a form -> id and token of a round of it that may be answered without a network."""
    environment = {
        **os.environ,
        "FILAO_DATA": str(FOLDERS[laptop]),
        "FILAO_DATABASE": "",
        "PYTHONPATH": f"{ROOT}:{ROOT}/src",
    }
    made = subprocess.run(
        [sys.executable, "-m", "tests.browser.open_rounds"], check=True, capture_output=True, text=True, env=environment,
        cwd=ROOT,
    )  # fmt: skip
    found: dict[str, dict[str, str]] = json.loads(made.stdout)
    return found


class Device:
    """A browser with storage of its own, on the page of one link."""

    def __init__(self, chromium: Browser, base: str, token: str, **more: Any) -> None:
        self.context: BrowserContext = chromium.new_context(bypass_csp=more.pop("bypass_csp", False), **more)
        self.base, self.address = base, f"{base}/mauritius/a/{token}/offline"
        self.visitor = Visitor(self.context.new_page(), base)
        self.page: Page = self.visitor.page
        self.context.set_default_timeout(8000)

    def open(self, page: Page | None = None) -> Page:
        page = page or self.page
        page.goto(self.address)
        expect(page.get_by_text("it opens without a network")).to_be_visible()
        page.evaluate("navigator.serviceWorker.ready.then(() => 1)")
        return page

    def press(self, name: str) -> None:
        self.page.locator("button").filter(has_text=re.compile(f"^{re.escape(name)}$")).first.click()

    def begin(self) -> None:
        self.press("Begin a new answer")
        expect(self.page.locator("h1")).to_have_text("Consent")

    def fill(self, why: str = "The work matters.") -> None:
        """All screens, from the first to the one that shows the answers."""
        page = self.page
        page.get_by_label("Yes", exact=True).check()
        self.press("Next")
        page.get_by_label("Mauritius", exact=True).check()
        page.get_by_label("Moka", exact=True).check()
        page.get_by_label("Years in this work").fill("25")
        page.get_by_label("What has kept you so long?").fill(why)
        self.press("Next")
        page.get_by_role("button", name="Put in place 1: Time").click()
        page.get_by_role("button", name="Put in place 2: Clear rules").click()
        page.get_by_role("button", name="Put in place 3: Safe places").click()
        page.get_by_role("button", name="Move up: Safe places").click()
        self.press("Next")
        page.get_by_label("Which body?").select_option(label="Ombudsperson")
        self.press("Next")
        self.press("Next")
        page.get_by_label("Since when do you have").fill("2026-05-04")
        self.press("Next")
        self.press("Look at my answers")

    def finish(self) -> None:
        self.press("Finish: ready to be sent")
        expect(self.page.locator("h1")).to_have_text("The answer is complete")

    def waiting(self, n: int) -> None:
        expect(self.page.locator("#waiting")).to_contain_text(f"Waiting to be sent ({n})")

    def kept_at(self, screen: int) -> None:
        """Wait until the half-filled answer is on the device, with the screen it stands at."""
        script = """([link, screen]) => new Promise(found => {
          const asked = indexedDB.open(link);
          asked.onsuccess = () => {
            const all = asked.result.transaction("answers").objectStore("answers").getAll();
            all.onsuccess = () => found(all.result.some(one => one.at === screen));
          };
        })"""
        self.page.wait_for_function(script, arg=[self.name, screen])

    @property
    def name(self) -> str:
        """What the database of the link is called."""
        return self.address.removeprefix(self.base).removesuffix("/offline")

    def to_list(self) -> None:
        self.press("Back to the list")


@pytest.fixture
def device(laptop: str, chromium: Browser, links: dict[str, dict[str, str]]) -> Iterator[Device]:
    made = Device(chromium, laptop, links["offline"]["token"])
    yield made
    made.context.close()


def answers(base: str, form: str = "offline") -> list[tuple[str, str, dict[str, str]]]:
    """Instance id, state and open answers of everything that came to a form."""
    with sqlite3.connect(FOLDERS[base] / "filao.sqlite3") as tables:
        rows = tables.execute(
            "SELECT r.instance_id, r.state, r.closed FROM store_responserow r JOIN store_versionrow v ON v.id = r.version_id "
            "JOIN store_instrumentrow i ON i.id = v.instrument_id WHERE i.form_id = ?", [form],
        ).fetchall()  # fmt: skip
    return [(id, state, json.loads(closed)) for id, state, closed in rows]


def test_filled_in_without_a_network_and_come_back_the_answer_arrives_once(device: Device, laptop: str) -> None:
    before = answers(laptop)
    page = device.open()
    device.begin()
    page.get_by_role("button", name="Français").click()
    expect(page.locator("h1")).to_have_text("Consentement")
    page.get_by_label("Oui", exact=True).check()
    page.get_by_role("button", name="English").click()

    device.context.set_offline(True)
    device.fill()
    device.kept_at(7)
    page.reload()
    expect(page.locator("#waiting")).to_contain_text("No network")
    device.press("Go on")
    expect(page.locator("h1")).to_have_text("Look at the answers, then finish")
    expect(page.get_by_text("The work matters.")).to_be_visible()
    expect(page.get_by_text("Time → Safe places → Clear rules")).to_be_visible()
    device.finish()
    device.waiting(1)
    page.reload()
    device.waiting(1)
    assert answers(laptop) == before
    device.context.set_offline(False)
    device.waiting(0)

    expect(page.get_by_text("Code to take it back")).to_be_visible()
    came = [one for one in answers(laptop) if one not in before]
    assert len(came) == 1
    _id, state, closed = came[0]
    assert state == "complete"
    assert closed["/data/sure/first"] == "time shelter rules"
    assert closed["/data/tie[1]/partner"] == "b03"
    assert (closed["/data/about/years"], closed["/data/more/since"]) == ("25", "2026-05-04")
    assert device.visitor.elsewhere == []


def test_the_link_itself_leads_to_the_kept_page_where_there_is_no_network(device: Device) -> None:
    page = device.open()
    device.context.set_offline(True)

    page.goto(device.address.removesuffix("/offline"))

    assert page.url == device.address
    expect(page.get_by_role("button", name="Begin a new answer")).to_be_visible()


def test_two_windows_that_send_at_once_send_one_answer(device: Device, laptop: str) -> None:
    before = len(answers(laptop))
    device.context.add_init_script("Object.defineProperty(navigator, 'locks', { value: undefined })")
    device.open()
    device.begin()
    device.fill()
    device.context.set_offline(True)
    device.finish()
    device.to_list()
    other = device.context.new_page()
    other.goto(device.address)
    expect(other.locator("#waiting")).to_contain_text("(1)")
    sent: list[int] = []
    device.context.on("response", lambda r: sent.append(r.status) if r.request.method == "POST" else None)

    device.context.set_offline(False)
    device.waiting(0)
    expect(other.locator("#waiting")).to_contain_text("(0)")

    assert len(answers(laptop)) == before + 1
    assert set(sent) <= {201, 202}


def test_an_acknowledgement_that_is_lost_on_the_way_costs_no_answer_and_doubles_none(
    device: Device, laptop: str
) -> None:
    before = len(answers(laptop))
    page = device.open()
    device.begin()
    device.fill()
    lost = []

    def lose(route: Any) -> None:
        route.fetch()
        lost.append(route)
        route.abort()

    page.route("**/submission*", lose, times=1)
    with page.expect_event("requestfailed"):
        device.finish()
    device.waiting(1)
    assert len(answers(laptop)) == before + 1
    device.press("Send now")
    device.waiting(0)

    assert len(lost) == 1
    assert len(answers(laptop)) == before + 1


def test_a_page_in_the_way_is_no_receipt(device: Device) -> None:
    """Hotels answer everything with a page of their own, and 200."""
    page = device.open()
    device.begin()
    device.fill()
    page.route("**/submission*", lambda route: route.fulfill(status=201, body="<html>Welcome</html>"))

    device.finish()
    device.press("Send now")

    device.waiting(1)


def test_saved_as_a_file_wiped_taken_in_elsewhere_and_sent_it_arrives_once(
    device: Device, laptop: str, chromium: Browser, links: dict[str, dict[str, str]], tmp_path: Path
) -> None:
    before = len(answers(laptop))
    page = device.open()
    device.press("Set a PIN")
    page.get_by_label("New PIN").fill("the rain in Vacoas")
    page.get_by_label("The same again").fill("the rain in Vacoas")
    device.press("Set a PIN")
    expect(page.get_by_text("what is kept here is closed with it")).to_be_visible()
    device.begin()
    device.fill("The secret reason")
    device.context.set_offline(True)
    device.finish()
    device.to_list()
    device.press("Save waiting answers as a file")
    page.get_by_label("PIN", exact=True).fill("the rain in Vacoas")
    with page.expect_download() as saved:
        device.press("Save waiting answers as a file")
    kept = tmp_path / "kept.filao-queue"
    saved.value.save_as(kept)
    device.to_list()
    device.press("Wipe this device")
    expect(page.get_by_text("1 answer has not been sent.")).to_be_visible()
    device.press("Wipe everything")
    expect(page.locator("h1")).to_have_text("The device is wiped")
    left = page.evaluate("Promise.all([indexedDB.databases(), caches.keys()]).then(all => all.flat().length)")

    other = Device(chromium, laptop, links["offline"]["token"])
    other.open()
    other.press("Take in a file")
    other.page.get_by_label("File with waiting answers").set_input_files(kept)
    other.press("Take in a file")
    expect(other.page.get_by_text("The file is closed with a PIN.")).to_be_visible()
    other.page.get_by_label("PIN of the file").fill("wrong words")
    other.press("Take in a file")
    expect(other.page.get_by_text("This is not the PIN.")).to_be_visible()
    other.page.get_by_label("PIN of the file").fill("the rain in Vacoas")
    other.press("Take in a file")
    expect(other.page.locator("h1")).to_have_text("1 answer was taken in")
    other.waiting(0)
    other.context.close()

    assert left == 0
    assert saved.value.suggested_filename.endswith(".filao-queue")
    assert "secret" not in kept.read_text()
    assert len(answers(laptop)) == before + 1


def test_under_a_pin_nothing_can_be_read_on_the_device(device: Device) -> None:
    page = device.open()
    device.press("Set a PIN")
    for label in ("New PIN", "The same again"):
        page.get_by_label(label).fill("123456")
    device.press("Set a PIN")
    device.context.set_offline(True)
    device.begin()
    device.fill("Planted words")
    device.press("Go on later")

    raw = page.evaluate(
        """link => new Promise(found => {
          const asked = indexedDB.open(link);
          asked.onsuccess = () => {
            const all = asked.result.transaction("answers").objectStore("answers").getAll();
            all.onsuccess = () => found(all.result.map(one => new TextDecoder().decode(one.body.data)).join());
          };
        })""",
        device.name,
    )
    page.reload()

    assert len(raw) > 500
    assert "Planted" not in raw
    expect(page.locator("h1")).to_have_text("What is kept here is closed")
    page.get_by_label("PIN", exact=True).fill("654321")
    device.press("Unlock")
    expect(page.get_by_text("This is not the PIN.")).to_be_visible()
    page.get_by_label("PIN", exact=True).fill("123456")
    device.press("Unlock")
    device.press("Go on")
    expect(page.get_by_text("Planted words")).to_be_visible()


def test_what_does_not_fit_is_told_where_it_stands_and_nothing_typed_is_lost(device: Device) -> None:
    page = device.open()
    device.begin()
    device.press("Next")
    expect(page.get_by_role("alert")).to_contain_text("1 answer needs a second look")
    assert page.evaluate("document.activeElement.className") == "errors"
    page.get_by_label("Yes", exact=True).check()
    device.press("Next")
    page.get_by_label("Mauritius", exact=True).check()
    page.get_by_label("Years in this work").fill("many")
    device.press("Next")
    expect(page.get_by_role("alert")).to_contain_text("Write a whole number.")
    assert page.get_by_label("Years in this work").input_value() == "many"
    page.get_by_label("Years in this work").fill("99")
    device.press("Next")
    expect(page.get_by_role("alert")).to_contain_text("Write a number from 0 to 60.")
    page.get_by_role("link", name="Years in this work").click()
    page.keyboard.press("Control+A")
    page.keyboard.type("12")
    device.press("Next")

    expect(page.locator("h1")).to_have_text("How sure are you?")


def test_a_form_is_filled_in_with_the_keyboard_alone(device: Device) -> None:
    page = device.open()
    page.get_by_role("button", name="Begin a new answer").focus()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Consent")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Your work")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_label("Port Mathurin")).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.type("21")
    expect(page.get_by_label("What has kept you so long?")).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.type("People")

    assert page.get_by_label("What has kept you so long?").input_value() == "People"
    assert page.get_by_label("Port Mathurin").is_checked()


def test_a_picture_travels_with_its_answer_without_what_the_camera_wrote(
    laptop: str, chromium: Browser, links: dict[str, dict[str, str]], tmp_path: Path
) -> None:
    device = Device(chromium, laptop, links["anonymous"]["token"])
    page = device.open()
    drawn = page.evaluate(
        "(() => { const c = document.createElement('canvas'); c.width = c.height = 40; return c.toDataURL('image/jpeg'); })()"
    )
    plain = base64.b64decode(drawn.partition(",")[2])
    exif = b"\xff\xe1\x00\x16Exif\x00\x00Lat -20.16 S\x00\x00"
    (tmp_path / "IMG_0042.jpg").write_bytes(plain[:2] + exif + plain[2:])
    device.context.set_offline(True)
    device.begin()
    device.fill()
    page.get_by_role("button", name="Change it A few more things").click()
    page.get_by_label("A picture of the board").set_input_files(tmp_path / "IMG_0042.jpg")
    expect(page.get_by_text("A file is added.")).to_be_visible()
    device.press("Next")
    device.press("Look at my answers")
    device.finish()
    page.reload()
    sent: list[bytes] = []
    page.on("request", lambda r: sent.append(r.post_data_buffer or b"") if r.method == "POST" else None)
    device.context.set_offline(False)
    device.waiting(0)
    device.context.close()

    assert [state for _id, state, _closed in answers(laptop, "anonymous")] == ["complete"]
    assert b"IMG_0042" not in sent[0]
    assert b"Exif" not in sent[0]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [1280, 360])
def test_every_view_is_sound(
    laptop: str, chromium: Browser, links: dict[str, dict[str, str]], width: int, language: str
) -> None:
    device = Device(
        chromium, laptop, links["offline"]["token"], viewport={"width": width, "height": 900}, bypass_csp=True
    )
    page = device.page

    def sound(view: str) -> None:
        assert violations(device.visitor) == [], view
        assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{view} is wider than the window"
        assert page.locator("h1").count() == 1
        assert page.locator("html").get_attribute("lang") == language

    device.open()
    page.locator(f"#languages [lang={language}]").click()
    sound("list")
    page.locator(".main-act").click()
    expect(page.locator(".how-far")).to_be_visible()
    page.locator(".main-act").click()
    expect(page.get_by_role("alert")).to_be_visible()
    sound("errors")
    page.locator("input[type=radio]").first.check()
    device.context.set_offline(True)
    for _screen in range(12):
        page.locator(".main-act").click()
        sound(page.locator("h1").inner_text())
        if page.get_by_role("alert").count():
            for group in page.locator("fieldset.wrong").all():
                group.locator("label").first.click()
            for place in page.locator(".wrong select").all():
                place.select_option(index=1)
        if not page.locator(".how-far").count():
            break
    page.locator(".main-act").click()
    sound("finished")
    page.locator(".main-act").click()
    sound("list with answers")
    for place in range(page.locator(".acts.down button").count()):
        if page.locator(".acts.down button").nth(place).get_attribute("class") == "main-act" or place == 1:
            continue
        page.locator(".acts.down button").nth(place).click()
        sound(page.locator("h1").inner_text())
        page.locator("button.back").click()
    assert (device.visitor.elsewhere, [c for c in device.visitor.complaints if "ERR_INTERNET" not in c]) == ([], [])
    device.context.close()


def test_only_this_page_may_compile_the_engine_and_only_it_loads_it(
    device: Device, laptop: str, links: dict[str, dict[str, str]]
) -> None:
    asked: list[str] = []
    device.page.on("request", lambda r: asked.append(r.url))
    link = device.address.removesuffix("/offline")
    ordinary = device.page.goto(link)
    assert ordinary is not None
    assert "wasm" not in ordinary.headers["content-security-policy"]
    assert not [url for url in asked if "engine" in url or "offline.js" in url]

    page = device.page.goto(device.address)

    assert page is not None
    policy = page.headers["content-security-policy"]
    assert "'wasm-unsafe-eval'" in policy
    assert "'unsafe-eval'" not in policy
    assert "unsafe-inline" not in policy
    assert "default-src 'none'" in policy
    assert device.context.cookies() == []


def test_the_page_keeps_to_its_budget() -> None:
    dist = ROOT / "src" / "filao" / "web" / "static" / "dist"
    packed = {
        path.name: len(gzip.compress(path.read_bytes(), 6))
        for path in dist.iterdir()
        if path.name in ("offline.js", "engine.js", "offline.css", "respond.css")
    }

    assert packed["engine.js"] <= 290 * 1024
    assert packed["offline.js"] + packed["offline.css"] + packed["respond.css"] <= 25 * 1024


def test_the_frame_of_the_page_follows_the_language(device: Device) -> None:
    page = device.open()

    page.get_by_role("button", name="Français").click()

    expect(page.locator("#notice")).to_have_text("Simulé : ce que vous répondez ici ne compte pas")
    expect(page.locator("#asks")).to_contain_text("Demandé par")
