"""The interview guide as XLSForm: pyxform takes every profile, and what it makes of it holds every question and language."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from typing import Any

import pytest
from python_calamine import CalamineWorkbook
from pyxform.xls2xform import convert

from filao.core.forms import Choice, Form, Group, Item
from filao.core.forms.authored import LISTED
from filao.core.problems import Problem
from filao.core.register import Register
from filao.documents.words import guide
from filao.exchange import xlsform

LANGUAGES = {"en": "English (en)", "fr": "Français (fr)", "mfe": "Kreol Morisien (mfe)"}


def converted(form: Form) -> Any:
    return convert(io.BytesIO(xlsform.write(form)), file_type=".xlsx", validate=False)


def plain(text: str) -> str:
    """Text as pyxform keeps it: quotation marks straight, blanks single."""
    return " ".join(text.translate(str.maketrans("‘’“”", "''\"\"")).split())


def named(node: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Every question of pyxform's JSON, by name."""
    found = {}
    for child in node.get("children", ()):
        if child["type"] in ("group", "repeat"):
            found |= named(child)
        found[child["name"]] = child
    return found


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("profile", guide.PROFILES)
def test_every_profile_is_accepted_in_every_language(profile: str, language: str, mauritius: Register) -> None:
    form = guide.form(profile, mauritius, "2025113001")

    found = converted(form)
    assert not [warning for warning in found.warnings if "language" in warning.lower()]
    assert f'lang="{LANGUAGES[language]}"' in found.xform
    made = found._pyxform
    json.dumps(made)
    questions = named(made)
    assert made["version"] == "2025113001"
    assert made["default_language"] == LANGUAGES["en"]
    for item in form.items():
        question = questions[item.name]
        text = form.text(item.labels, language)
        label = question["label"]
        said = label[LANGUAGES[language]] if isinstance(label, dict) else label
        wanted = f"[draft] {text}" if language in form.drafts else text
        assert plain(said) == plain(wanted)
        if item.relevant:
            assert question["bind"]["relevant"] == item.relevant
        if item.required:
            assert question["bind"]["required"]
    for group in form.groups:
        assert questions[group.name]["type"] == ("repeat" if group.repeats else "group")


@pytest.mark.parametrize("profile", guide.PROFILES)
def test_choices_come_out_as_they_are_defined(profile: str, mauritius: Register) -> None:
    form = guide.form(profile, mauritius, "1")

    found = converted(form)._pyxform["choices"]
    used = {item.choices for item in form.items() if item.type in LISTED} - set(form.files)
    assert used
    for name in used:
        assert [choice["name"] for choice in found[name]] == [choice.code for choice in form.choices[name]]


def test_the_roster_of_bodies_goes_beside_the_form_and_is_picked_from(mauritius: Register) -> None:
    form = guide.form("services", mauritius, "1")

    asked = named(converted(form)._pyxform)["tie_body"]
    rows = list(csv.DictReader(io.StringIO(xlsform.attachments(form)["organisations.csv"].decode())))

    assert (asked["itemset"], asked["type"]) == ("organisations.csv", "select one")
    assert {row["name"] for row in rows} == {body.id for body in mauritius.bodies.values() if not body.restricted}
    assert next(row for row in rows if row["name"] == "EU") == {
        "name": "EU", "label": "European Union / Union européenne", "sector": "international",
    }  # fmt: skip


def tiny(**more: Any) -> Form:
    item = Item("a", "select_one", {"en": "=SUM(A1)", "fr": "Oui ?"}, choices="yn", required=True)
    texts = [
        Item("b", "text", {"en": "http://example.org"}, relevant="${a} = 'y'", lines=4),
        Item("c", "range", {"en": "How much"}),
    ]
    group = Group("g", {"en": "Block"}, (item, *texts))
    form = Form("tiny", {"en": "Tiny"}, "1", (group,), {"yn": (Choice("y", {"en": "Yes"}), Choice("n", {"en": "No"}))})
    return replace(form, **more)


def test_texts_stay_texts_and_never_become_formulas_or_links() -> None:
    data = xlsform.write(tiny())

    rows = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_name("survey").to_python()
    assert [row[:3] for row in rows[1:]] == [
        ["begin_group", "g", "Block"], ["select_one yn", "a", "=SUM(A1)"], ["text", "b", "http://example.org"],
        ["range", "c", "How much"], ["end_group", "g", ""],
    ]  # fmt: skip
    assert rows[2][rows[0].index("required")] == "yes"
    assert rows[3][rows[0].index("appearance")] == "multiline"
    assert rows[4][rows[0].index("parameters")] == "start=0 end=5 step=1"
    assert data == xlsform.write(tiny())


def test_no_line_of_french_begins_with_its_mark() -> None:
    asked = Item("who", "text", {"en": "Who?", "fr": "Qui ? « Vous » : ici"}, hints={"en": "Say", "fr": "Ah !"})
    form = Form("f", {"en": "F"}, "1", (Group("g", {"en": "G"}, (asked,)),), {}, languages=("en", "fr"))

    rows = CalamineWorkbook.from_filelike(io.BytesIO(xlsform.write(form))).get_sheet_by_name("survey").to_python()

    said = dict(zip(rows[0], rows[2], strict=True))
    assert said["label::Français (fr)"] == "Qui\u202f? «\u202fVous\u202f»\u202f: ici"
    assert said["hint::Français (fr)"] == "Ah\u202f!"


def test_a_group_that_repeats_is_a_repeat() -> None:
    form = tiny()
    made = converted(replace(form, groups=(replace(form.groups[0], repeats=True),)))._pyxform

    assert made["children"][0]["type"] == "repeat"


@pytest.mark.parametrize(
    ("items", "what"),
    [
        ((Item("a", "text", {"en": "A"}), Item("a", "text", {"en": "A"})), "name_twice"),
        ((Item("a", "select_one", {"en": "A"}, choices="none"),), "no_choices"),
        ((Item("a", "text", {"fr": "A"}),), "no_label"),
        ((Item("a", "text", {"en": "A"}, relevant="${z} = 1"),), "unknown_reference"),
    ],
)
def test_an_unsound_form_is_not_written(items: tuple[Item, ...], what: str) -> None:
    with pytest.raises(Problem) as caught:
        xlsform.write(tiny(groups=(Group("g", {"en": "G"}, items),)))

    assert (caught.value.code, caught.value.facts["what"]) == ("form_unsound", what)
