"""Any workbook as a form: it is compiled or refused by name, and whatever is compiled goes through the gate, into sentences,
onto paper and beside itself without falling over."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from tests.exchange.xlsforms import CASES, HEAD, YES_NO, Rows, survey, workbook

from filao.core.forms.lint import lint
from filao.core.forms.questionnaire import Questionnaire
from filao.core.forms.reading import minutes
from filao.core.forms.versions import compare
from filao.core.problems import Problem
from filao.documents import paper_form, side_by_side
from filao.documents.paper_form import Paper
from filao.documents.words import checks, problems
from filao.exchange import xlsform

FAST = settings(deadline=None, max_examples=120, suppress_health_check=[HealthCheck.too_slow])
GOOD = workbook(survey(("select_one yn", "a", "A"), choices=YES_NO))

TYPES = st.sampled_from(
    [
        "text", "integer", "decimal", "date", "note", "calculate", "range", "audit", "geopoint", "image", "audio", "file",
        "acknowledge", "start", "deviceid", "hidden", "select_one yn", "select_multiple yn", "rank yn", "select_one zz",
        "select_one_from_file x.csv", "select_one ${b}", "select_one yn or_other", "begin_group", "end_group",
        "begin_repeat", "end_repeat", "begin_loop over yn", "background-audio", "csv-external", "include", "survey", "osm",
        "form_id", "barcode", "", "select one", "Text",
    ]
)  # fmt: skip
HEADS = st.sampled_from(
    [
        "hint", "relevant", "constraint", "calculation", "required", "appearance", "parameters", "default", "choice_filter",
        "repeat_count", "trigger", "read_only", "image", "constraint_message", "label::fr", "label::English (en)", "media",
        "media::image", "bind::relevant", "bind", "control::x", "type::fr", "guidance_hint", "label::a::b", "instance::x",
        "relevent", "name:fr", "::x", "label::", "body::x", "jr:count", "_note", "bind::foo:bar", "disabled", "intent",
    ]
)  # fmt: skip
CELLS = st.sampled_from(
    [
        "", "a", "b", "${b}", "${", "${a} = 1", "${b} = 'yes'", "selected(${a}, 'no')", "1", "true", "yes", "'", '"',
        ". > 1 and . < 3", "(", "count(${b})", "once(1)", "pulldata('x','y','z','w')", "search('x')", "field-list",
        "start=1 end=0", "randomize=true", "x=1", "<b>&", "é 😀", "${last-saved#a}", "today()", "indexed-repeat(${b},${c},1)",
        "a b", "list", "minimal", "if(1, 2, 3)", "-", "[draft] x", "\x01", "${a}${a}", "now() - 1",
    ]
)  # fmt: skip
SOUND_HEADS = st.sampled_from(
    ["hint", "relevant", "constraint", "required", "appearance", "choice_filter", "label::fr"]
)
COLUMNS = ("label::fr", "image", "x", "x y", "media::image", "children")
SETTINGS = st.sampled_from(
    ["form_id", "version", "default_language", "name", "style", "public_key", "instance_name", "namespaces", "children",
     "attribute::x", "omit_instanceID", "allow_choice_duplicates", "form_id::en", "flat", "clean_text_values"]
)  # fmt: skip


SAFE = st.sampled_from(
    ["text", "integer", "decimal", "date", "note", "select_one yn", "select_multiple yn", "rank yn", "image", "start"]
)


@st.composite
def books(draw: st.DrawFn) -> dict[str, Rows]:
    """Half of the workbooks are nearly sound, so that what is compiled is looked at too."""
    wild = draw(st.booleans())
    more = draw(st.lists(HEADS if wild else SOUND_HEADS, max_size=4, unique=True))
    rows = []
    for place in range(draw(st.integers(1, 6))):
        name = draw(st.sampled_from(["a", "meta", "data", "a b", ""])) if wild else "abcdefg"[place]
        label = draw(CELLS) if wild else "Your name?"
        rows.append((draw(TYPES if wild else SAFE), name, label, *(draw(CELLS) for _ in more)))
    sheets: dict[str, Rows] = {"survey": ((*HEAD, *more), *rows), "choices": YES_NO}
    if wild:
        columns = draw(st.lists(st.sampled_from(COLUMNS), max_size=2, unique=True))
        options = [("yn", draw(CELLS), draw(CELLS), *(draw(CELLS) for _ in columns)) for _ in range(2)]
        sheets["choices"] = (("list_name", "name", "label", *columns), *options)
        head = draw(st.lists(SETTINGS, min_size=1, max_size=3, unique=True))
        sheets["settings"] = (tuple(head), tuple(draw(CELLS) for _ in head))
    return sheets


def used(form: Questionnaire) -> None:
    """Everything that is done with a form once it is compiled."""
    for anonymous in (False, True):
        for finding in lint(form, anonymous=anonymous, languages=("en", "fr")):
            assert checks.sentence(finding)
            assert checks.mend(finding, "fr")
    assert compare(form, form) == ()
    assert minutes(form).least <= minutes(form).most
    side_by_side.rows(form, "fr")
    paper_form.compose(Paper(form, "fr", date(2026, 11, 22)))


def compiles_or_refuses(data: bytes) -> None:
    try:
        made = xlsform.compile(data, "form.xlsx")
    except Problem as problem:
        assert problems.sentence(problem.fault)
        assert problems.mend(problem.fault, "fr")
        return
    for warning in made.warnings:
        assert problems.sentence(warning)
    used(made.questionnaire)


@FAST
@given(books())
def test_no_rows_make_the_compiler_or_the_gate_fall_over(sheets: dict[str, Any]) -> None:
    compiles_or_refuses(workbook(sheets))


@FAST
@given(st.integers(0, len(GOOD) - 1), st.integers(0, 255), st.integers(0, len(GOOD)))
def test_no_damage_to_a_workbook_makes_the_compiler_fall_over(place: int, value: int, end: int) -> None:
    damaged = bytearray(GOOD)
    damaged[place] = value

    compiles_or_refuses(bytes(damaged))
    compiles_or_refuses(GOOD[:end])


@FAST
@given(st.binary(max_size=300))
@example(b"\xd0\xcf\x11\xe0")
@example(b"\xef\xbb\xbf")
@example(b"\xff\xfe<\x00")
@example(b"\n")
def test_no_bytes_make_the_compiler_fall_over(data: bytes) -> None:
    compiles_or_refuses(data)
    compiles_or_refuses(b"PK\x03\x04" + data)


def test_every_fixture_goes_all_the_way() -> None:
    for case in CASES:
        compiles_or_refuses(workbook(case.sheets))
