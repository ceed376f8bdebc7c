"""The pages of a meeting that validates, through all its states, sound on a phone and at a desk."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from tests.browser.conftest import Visitor, filao, let_in, running, turn
from tests.browser.test_every_page import violations
from tests.conftest import ROOT

pytestmark = pytest.mark.browser

_ANSWER = """
import django; django.setup()
from tests.work.test_validation import five
from filao.store.collection import ResponseRow
from filao.store.people import Workspace
from filao.store.validation import ValidationRow
meeting = str(ValidationRow.objects.order_by("-made_at")[0].id)
five(Workspace.objects.get(slug="mauritius"), meeting, ResponseRow.objects.count())
"""


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """The app with the example, and its data folder."""
    data = tmp_path_factory.mktemp("validation") / "data"
    filao("import", ROOT / "examples" / "mauritius", "--accept", "--data", data)
    with running(data) as address:
        yield address, data


def five_answer(data: Path) -> None:
    environment = {**os.environ, "FILAO_DATA": str(data), "FILAO_DATABASE": "", "PYTHONPATH": f"{ROOT}:{ROOT}/src"}
    environment["DJANGO_SETTINGS_MODULE"] = "filao.settings"
    subprocess.run([sys.executable, "-c", _ANSWER], check=True, capture_output=True, env=environment, cwd=ROOT)


@pytest.mark.parametrize(("width", "language"), [(1280, "en"), (360, "fr"), (360, "mfe")])
def test_a_meeting_is_sound_from_its_items_to_its_record(
    place: tuple[str, Path], chromium: Browser, width: int, language: str, tmp_path: Path
) -> None:
    address, data = place
    context = chromium.new_context(viewport={"width": width, "height": 900}, bypass_csp=True)
    let_in(context, address, language)
    visitor = Visitor(context.new_page(), address)
    seen: list[tuple[str, list[str], bool]] = []

    def look(state: str) -> None:
        fits = page.evaluate("document.documentElement.scrollWidth") <= width
        seen.append((state, violations(visitor), fits))
        page.screenshot(path=tmp_path / f"{state}.png", full_page=True)

    def press(selector: str) -> None:
        turn(page, page.locator(selector).first)

    page = visitor.open("/mauritius/validation/new")
    page.fill("#id_title", f"Workshop {width} {language}")
    page.locator("input[name=items]").nth(0).check()
    page.fill("#id_own", "Write a protocol for children. | Écrire un protocole pour les enfants.")
    look("new")
    press("form.keep button.main-act")
    look("asking")
    five_answer(data)
    press("button[value=count]")
    look("counted")
    press("button[value=objections]")
    look("opened")
    page.locator("details summary").first.click()
    page.locator("details select").first.select_option("not_validated")
    press("details button")
    look("decided")
    press("button[value=close]")
    look("closed")
    page.goto(f"{address}/mauritius/validation")
    look("list")

    assert [(state, found, fits) for state, found, fits in seen if found or not fits] == []
    assert len(seen) == 7
    assert visitor.elsewhere == []
    context.close()
