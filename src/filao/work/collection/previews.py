"""A draft looked at before it is published: the gate, what it changes against the published version, minutes to answer."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from filao.core.forms.authored import Purpose
from filao.core.forms.lint import Finding, lint
from filao.core.forms.questionnaire import Question, Questionnaire
from filao.core.forms.reading import Minutes, minutes
from filao.core.forms.variables import below_root
from filao.core.forms.versions import Change, Held, compare
from filao.core.problems import Fault, Problem
from filao.store import register as store
from filao.store.collection import InstrumentRow, ResponseRow, VersionRow
from filao.store.people import Workspace
from filao.work.collection.published import lists_of, questionnaire
from filao.work.register.importing import screen_of


@dataclass(frozen=True, slots=True)
class Preview:
    """A draft as it would be published. `same` says that it is the published version, byte for byte."""

    questionnaire: Questionnaire
    warnings: tuple[Fault, ...]
    findings: tuple[Finding, ...]
    changes: tuple[Change, ...]
    minutes: Minutes
    same: bool = False

    @property
    def blocking(self) -> tuple[Finding, ...]:
        """Findings that keep it from being published."""
        return tuple(finding for finding in self.findings if finding.blocking)

    @property
    def asking(self) -> tuple[Change, ...]:
        """Changes that a person has to agree to."""
        return tuple(change for change in self.changes if change.asks)


def of_draft(workspace: Workspace, row: InstrumentRow, published: Sequence[VersionRow]) -> Preview:
    """The preview of an instrument's draft; the acts that call it have asked. Raises Problem nothing_staged."""
    if not row.draft:
        raise Problem("nothing_staged", title=row.title)
    form = questionnaire(row.draft["xform"])
    newest = published[0] if published else None
    before = questionnaire(newest.xform) if newest else None
    purpose = cast("Purpose", row.purpose)
    media = {file["name"]: file["digest"] for file in row.draft["media"]}
    findings = lint(
        form,
        anonymous=row.anonymous,
        languages=form.languages,
        purpose=purpose,
        lists=lists_of(form, media),
        files=frozenset(media),
        screen=screen_of(store.reading(workspace)),
    )
    return Preview(
        form,
        tuple(Fault(code, facts) for code, facts in row.draft["warnings"]),
        tuple(findings),
        compare(before, form, _held(workspace, before, published)) if before else (),
        minutes(form, language=form.default_language, purpose=purpose),
        newest is not None and newest.xform == row.draft["xform"],
    )


def _held(workspace: Workspace, before: Questionnaire, published: Sequence[VersionRow]) -> Held:
    """Answers collected that the newest version would ask again: counted where they are no words, and for words at most
    as many as there are answers to the versions that ask them."""
    asked = {below_root(question.path): question for question in before.questions()}
    answers: Counter[str] = Counter()
    options: Counter[tuple[str, str]] = Counter()
    for version in published:
        rows = ResponseRow.objects.filter(workspace_id=workspace.id, version=version, current=True, state="complete")
        number = 0
        for closed in rows.values_list("closed", flat=True).iterator(chunk_size=500):
            number += 1
            for path, text in closed.items():
                _count(asked, below_root(re.sub(r"\[\d+\]", "", path)), text, answers, options)
        for question in questionnaire(version.xform).questions():
            path = below_root(question.path)
            if path in asked and question.type in ("text", "barcode", "image", "audio", "video", "file"):
                answers[path] += number
    return Held(answers, options)


def _count(
    asked: Mapping[str, Question], path: str, text: str, answers: Counter[str], options: Counter[tuple[str, str]]
) -> None:
    question = asked.get(path)
    if question is None or not text:
        return
    answers[path] += 1
    if question.type in ("select_multiple", "rank"):
        options.update((path, value) for value in text.split())
    elif question.type == "select_one":
        options[path, text] += 1
