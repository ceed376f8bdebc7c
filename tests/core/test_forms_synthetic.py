"""People made up by chance answer as a form allows, and no other way."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from random import Random

import pytest
from pyxform.xls2xform import convert

from filao.core.forms import synthetic
from filao.core.forms.care import consent
from filao.core.forms.filling import Filling
from filao.core.register import Register
from filao.documents.words import instruments
from filao.exchange import xform, xlsform

NOW = datetime(2026, 5, 4, 10, 30, tzinfo=UTC)


@pytest.fixture(scope="module", params=instruments.CATALOGUE)
def blank(request: pytest.FixtureRequest, mauritius: Register) -> tuple[object, ...]:
    form = instruments.CATALOGUE[request.param].make(mauritius, "1")
    read = xform.read(convert(io.BytesIO(xlsform.write(form)), file_type=".xlsx", validate=False).xform.encode(), "f")
    files = xlsform.attachments(form)
    return read, {id: xform.read_list(files[name], name) for id, name in read.sources.items()}


def test_a_made_up_person_leaves_nothing_wrong_behind(blank: tuple[object, ...]) -> None:
    read, lists = blank
    for seed in range(12):
        one = Filling(read, lists, now=NOW)

        agreed = synthetic.answer(one, Random(seed))

        assert agreed
        assert one.faults() == []
        assert one.progress().answered > 1


def test_the_same_chance_gives_the_same_answers(blank: tuple[object, ...]) -> None:
    read, lists = blank
    given = []
    for _ in range(2):
        one = Filling(read, lists, now=NOW)
        synthetic.answer(one, Random(7))
        given.append(one.answers())

    assert given[0] == given[1]


def test_who_does_not_agree_answers_nothing_else(blank: tuple[object, ...]) -> None:
    read, lists = blank
    one = Filling(read, lists, now=NOW)
    asked = consent(read)

    agreed = synthetic.answer(one, Random(1), refusals=1.0)

    assert asked is not None
    assert not agreed
    assert {p: v for p, v in one.answers().items() if v and one.is_required(p)} == {asked.question.path: asked.refusal}


def test_what_an_answer_opens_on_the_same_screen_is_answered_too(mauritius: Register) -> None:
    form = instruments.CATALOGUE["officer-survey"].make(mauritius, "1")
    read = xform.read(convert(io.BytesIO(xlsform.write(form)), file_type=".xlsx", validate=False).xform.encode(), "f")
    lists = {id: xform.read_list(xlsform.attachments(form)[name], name) for id, name in read.sources.items()}
    told = []
    for seed in range(30):
        one = Filling(read, lists, now=NOW)
        synthetic.answer(one, Random(seed), skipped=0.0)
        told += [v for p, v in one.answers().items() if p.endswith("/did") and one.is_relevant(p)]

    assert told
    assert all(told)
