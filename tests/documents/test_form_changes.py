"""What a new version changes is told in sentences, with what becomes of the answers already collected."""

from __future__ import annotations

from typing import get_args

import pytest

from filao.core.forms.versions import Change, Effect, Kind
from filao.documents.words import changes


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (Change("removed", "about/years", "kept", was="integer", affected=12, asks=True),
         "“years” is no longer asked. What was answered stays; no more comes. It touches 12 answers."),
        (Change("retyped", "about/years", "forked", "integer", "text", affected=1, asks=True),
         "“years” was asked as whole number and is now asked as words. Answers of before and after become two variables, "
         "since no value can be both. It touches 1 answer."),
        (Change("renamed", "about/time", "joined", "about/years", "about/time"),
         "“years” is now called “time”. Answers of before and after stay together."),
        (Change("option_added", "about/island", "new", option="agalega"),
         "“island” also offers “agalega”. Nothing collected is touched."),
        (Change("language_added", "", "new", now="mfe"), "The form speaks Kreol Morisien too. Nothing collected is touched."),
    ],
)  # fmt: skip
def test_a_change_names_itself_and_its_effect(change: Change, said: str) -> None:
    assert f"{changes.sentence(change)} {changes.effect(change)}" == said


@pytest.mark.parametrize("language", ["en", "fr", "mfe"])
@pytest.mark.parametrize("kind", get_args(Kind))
def test_every_kind_of_change_can_be_said(kind: Kind, language: str) -> None:
    said = changes.sentence(Change(kind, "a/b", "new", "text", "date", "one"), language)

    assert said.endswith(".")
    assert "{" not in said


@pytest.mark.parametrize("effect", get_args(Effect))
def test_every_effect_can_be_said(effect: Effect) -> None:
    assert changes.effect(Change("added", "a/b", effect)).endswith(".")
