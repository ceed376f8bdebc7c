"""Our form engine beside that of ODK's web client: after every act both show the same, or a known difference says why not."""

from __future__ import annotations

import io
import random
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route
from playwright.sync_api import Error as PlaywrightError
from pyxform.xls2xform import convert
from tests.browser.engine import forms, repeats
from tests.browser.engine.cases import Act, Case, Difference, calcs
from tests.browser.engine.differences import DIFFERENT, REFUSED
from tests.conftest import ROOT
from tests.published import row, xml_of

from filao.core.forms.filling import Filling
from filao.core.forms.questionnaire import UNSEEN_TYPES
from filao.core.register import Register
from filao.documents.words import instruments
from filao.exchange import xform, xlsform

CASES = {**forms.CASES, **repeats.CASES}
pytestmark = pytest.mark.browser
ENGINE = ROOT / "frontend" / "node_modules" / "@getodk" / "xforms-engine" / "dist" / "index.js"
PAGE = ROOT / "docs" / "reference" / "form-logic.md"
NOW = datetime(2026, 5, 4, 10, 30, tzinfo=UTC)
CONDITIONS = {"answer_required": "required", "answer_constraint": "constraint", "answer_rank": None}


@contextmanager
def opened(chromium: Browser, zone: str) -> Iterator[Page]:
    """A page that can `play` forms in a time zone; nothing of it leaves the machine."""
    assert ENGINE.exists(), "The packages of frontend/ are missing: run `make install`."
    scripts = {"engine.js": ENGINE, "harness.js": ROOT / "tests" / "browser" / "engine" / "harness.js"}

    def answer(route: Route) -> None:
        name = route.request.url.rpartition("/")[2]
        if name in scripts:
            route.fulfill(body=scripts[name].read_text("utf-8"), content_type="text/javascript")
        else:
            route.fulfill(
                body='<!doctype html><script type="module" src="harness.js"></script>', content_type="text/html"
            )

    context = chromium.new_context(timezone_id=zone)
    page = context.new_page()
    page.route("**/*", answer)
    page.clock.set_fixed_time(NOW)
    page.goto("http://localhost/engine")
    page.wait_for_function("globalThis.ready")
    yield page
    context.close()


@pytest.fixture(scope="module")
def engine(chromium: Browser) -> Iterator[Page]:
    with opened(chromium, "UTC") as page:
        yield page


def played(engine: Page, data: bytes, case: Case) -> list[dict[str, Any]]:
    acts = [list(act) for act in case.acts]
    words = [data.decode(), dict(case.files), acts, case.language]
    found: list[dict[str, Any]] = engine.evaluate("words => play(...words)", words)
    return found


def filled(data: bytes, case: Case) -> Iterator[Filling]:
    """Our filling at the beginning and after each act."""
    form = xform.read(data, "tried.xml")
    lists = {id: xform.read_list(case.files[name].encode(), name) for id, name in form.sources.items()}
    code = re.search(r"\((\w+)\)", case.language)
    one = Filling(form, lists, now=NOW, language=code[1] if code else "")
    one.finish(NOW)
    yield one
    for act in case.acts:
        _done(one, act)
        yield one


def _done(one: Filling, act: Act) -> None:
    what, path, value = act
    if what == "set":
        one.set(path, str(value))
    elif what == "add":
        one.add(path)
    else:
        one.remove(path, int(value or 0))


def differences(engine: Page, case: Case) -> list[Difference]:
    return _differences(engine, xml_of(case.survey, case.choices, **case.settings), case)


def _differences(engine: Page, data: bytes, case: Case) -> list[Difference]:
    shown = played(engine, data, case)
    found: list[Difference] = []
    for place, (one, theirs) in enumerate(zip(filled(data, case), shown, strict=True)):
        here = [(place, *difference) for difference in _between(one, theirs)]
        ours = _bare(xform.write_instance(one, "uuid:x").decode())
        found += here or [(place, *difference) for difference in _differing("", "xml", ours, _bare(theirs["xml"]))]
    return found


def _between(one: Filling, theirs: dict[str, Any]) -> Iterator[tuple[str, str, object, object]]:
    faults = {fault.path: fault for fault in one.faults()}
    standing = {place.path: (place, question) for place, question in one.questions()}
    told = {node["path"]: node for node in theirs["nodes"] if node["value"] is not None}
    yield from _differing("", "standing", sorted(standing), sorted(told))
    for path, node in told.items():
        if path not in standing or path == "/data/meta/instanceID":
            continue
        _, question = standing[path]
        yield from _differing(path, "relevant", one.is_relevant(path), node["relevant"])
        yield from _differing(path, "value", one.value(path), node["value"])
        if not node["relevant"] or question.type in UNSEEN_TYPES:
            continue
        yield from _differing(path, "required", one.is_required(path), node["required"])
        yield from _differing(path, "readonly", one.is_readonly(path), node["readonly"])
        yield from _differing(path, "label", _plain(one.text(question.labels, path)), _plain(node["label"]))
        fault = faults.get(path)
        yield from _differing(
            path, "fault", CONDITIONS.get(fault.code, fault.code) if fault else None, node["violation"]
        )
        if fault and fault.messages:
            yield from _differing(path, "message", _plain(one.text(fault.messages, path)), _plain(node["message"]))
        if question.choices is not None:
            yield from _differing(
                path, "options", _options(one, path), [[code, _plain(label)] for code, label in node["options"]]
            )


def _options(one: Filling, path: str) -> list[list[str]]:
    return [[option.value, _plain(one.text(option.labels, path)) or option.value] for option in one.choices(path)]


def _plain(text: str | None) -> str:
    """pyxform puts blanks around values within texts, which one engine keeps."""
    return " ".join((text or "").split())


def _differing(path: str, what: str, ours: object, theirs: object) -> Iterator[tuple[str, str, object, object]]:
    if ours != theirs:
        yield path, what, ours, theirs


def _bare(xml: str) -> str:
    """An answer without its first line, its declared namespaces and its id."""
    body = xml.partition("?>\n")[2] or xml
    return re.sub(r' xmlns(:\w+)?="[^"]*"|(?<=<instanceID>)[^<]*', "", body).strip()


@pytest.mark.parametrize("name", CASES)
def test_both_engines_show_the_same_after_every_act(engine: Page, name: str) -> None:
    assert differences(engine, CASES[name]) == []


@pytest.mark.parametrize("name", DIFFERENT)
def test_a_known_difference_is_as_it_is_told(engine: Page, name: str) -> None:
    case = DIFFERENT[name]

    assert sorted(map(repr, differences(engine, case))) == sorted(map(repr, case.differs))
    assert f"`{name}`" in PAGE.read_text("utf-8")


@pytest.mark.parametrize("name", REFUSED)
def test_what_the_other_engine_stops_at_is_told(engine: Page, name: str) -> None:
    case = REFUSED[name]
    data = xml_of(case.survey, case.choices)

    assert list(filled(data, case))
    with pytest.raises(PlaywrightError):
        played(engine, data, case)
    assert f"`{name}`" in PAGE.read_text("utf-8")


def test_in_mauritius_days_are_those_of_the_calendar(chromium: Browser) -> None:
    """The other engine counts days from midnight in Greenwich, so that a day in Mauritius begins at a sixth before it."""
    case = Case(
        [row("date", "d", default="2026-05-04"), *calcs("decimal-date-time(${d})", "${d} = today()", "date(${d} + 1)")]
    )
    data = xml_of(case.survey)
    zone = timezone(timedelta(hours=4))

    with opened(chromium, "Indian/Mauritius") as page:
        theirs = {node["path"]: node["value"] for node in played(page, data, case)[0]["nodes"]}
    ours = Filling(xform.read(data, "x"), now=NOW.astimezone(zone))
    assert (ours.value("/data/c0"), theirs["/data/c0"]) == ("20577", "20576.833333333332")
    assert (
        (ours.value("/data/c1"), ours.value("/data/c2"))
        == (theirs["/data/c1"], theirs["/data/c2"])
        == ("true", "2026-05-05")
    )
    assert "`days-of-the-calendar`" in PAGE.read_text("utf-8")


@pytest.mark.parametrize("code", instruments.CATALOGUE)
def test_the_instruments_of_filao_are_filled_in_alike(engine: Page, code: str, mauritius: Register) -> None:
    form = instruments.CATALOGUE[code].make(mauritius, "1")
    data = convert(io.BytesIO(xlsform.write(form)), file_type=".xlsx", validate=False).xform.encode()
    files = {name: list_.decode() for name, list_ in xlsform.attachments(form).items()}
    case = Case((), files=files, language="Français (fr)")

    drawn = replace(case, acts=_drawn(data, case, random.Random(code)))
    assert _differences(engine, data, drawn) == []


WORDS = ["", "a", "abc-def", "57001234", "2", "yes"]
TYPED = {
    "text": WORDS, "integer": ["", "0", "1", "2", "3", "40", "-4"], "decimal": ["", "2.5", "-0.25"],
    "date": ["", "2026-05-04", "1990-06-15"], "acknowledge": ["", "OK"], "barcode": WORDS,
}  # fmt: skip
STRAY = {"repeats within counted repeats", "a repeat that an answer counts", "a repeat that the person adds to"}
"""Forms in which answers drawn by chance meet a known difference."""


@pytest.mark.parametrize("name", [name for name in CASES if name not in STRAY])
def test_answers_drawn_by_chance_give_the_same_on_both(engine: Page, name: str) -> None:
    case = CASES[name]
    data = xml_of(case.survey, case.choices, **case.settings)

    for seed in range(3):
        drawn = replace(case, acts=_drawn(data, case, random.Random(f"{name} {seed}")))
        assert differences(engine, drawn) == [], drawn.acts


def _drawn(data: bytes, case: Case, chance: random.Random) -> list[Act]:
    """Ten acts that the form allows, each chosen among what stands at the time."""
    one = next(filled(data, replace(case, acts=())))
    acts: list[Act] = []
    for _ in range(10):
        possible = [*_gifts(one, chance), *_growths(one, chance)]
        if not possible:
            break
        act = chance.choice(possible)
        _done(one, act)
        acts.append(act)
    return acts


def _gifts(one: Filling, chance: random.Random) -> Iterator[Act]:
    for place, question in one.questions():
        if not place.relevant or question.type in UNSEEN_TYPES or one.is_readonly(place.path):
            continue
        codes = [option.value for option in one.choices(place.path)]
        if len(set(codes)) < len(codes) or any(not code or " " in code for code in codes):
            continue
        if question.type == "rank":
            yield ("set", place.path, " ".join(chance.sample(codes, len(codes))))
        elif question.type == "select_multiple":
            yield ("set", place.path, " ".join(chance.sample(codes, chance.randint(0, len(codes)))))
        elif question.type == "select_one":
            yield ("set", place.path, chance.choice(["", *codes]))
        elif question.type == "range" and "." not in question.step:
            yield ("set", place.path, chance.choice([question.start, question.end]))
        elif question.type in TYPED:
            yield ("set", place.path, chance.choice(TYPED[question.type]))


def _growths(one: Filling, chance: random.Random) -> Iterator[Act]:
    for screen in one.screens():
        if screen.kind == "repeat":
            if len(screen.times) < 4:
                yield ("add", screen.path, None)
            if len(screen.times) > 1:
                yield ("remove", screen.path, chance.randint(1, len(screen.times)))
