"""All checks of a form, one after the other."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

from filao.core.forms.authored import Purpose
from filao.core.forms.lint import consent, logic, people, reach, texts
from filao.core.forms.lint.model import Finding, Subject
from filao.core.forms.questionnaire import Choice, Questionnaire
from filao.core.privacy import Hit, identifying


def lint(
    questionnaire: Questionnaire,
    *,
    anonymous: bool,
    languages: Collection[str],
    purpose: Purpose = "survey",
    lists: Mapping[str, tuple[Choice, ...]] | None = None,
    files: Collection[str] | None = None,
    screen: Callable[[str], tuple[Hit, ...]] = identifying,
) -> list[Finding]:
    """What keeps a form from being published, first, and what could be better.

    `languages` are those the form is meant for; `lists` are the rows of lists in files, by instance id; `files` are the
    names of the files at hand; `screen` is the detector set up for the country.
    """
    subject = Subject(
        questionnaire,
        anonymous=anonymous,
        languages=languages,
        purpose=purpose,
        lists=lists,
        files=files,
        screen=screen,
    )
    found = [finding for one in (logic, reach, texts, people, consent) for finding in one.check(subject)]
    return sorted(found, key=lambda finding: (not finding.blocking, subject.order.get(finding.path, -1)))
