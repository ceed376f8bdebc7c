"""What a new version of a form changes, as sentences: the change, and what becomes of the answers already collected."""

from __future__ import annotations

from filao.core.forms.versions import Change, Effect, Kind
from filao.documents.language import labels
from filao.documents.language.gettext import N_, say, say_n

_CHANGES: dict[Kind, str] = {
    "added": N_("“{name}” is new."),
    "removed": N_("“{name}” is no longer asked."),
    "renamed": N_("“{was}” is now called “{now}”."),
    "moved": N_("“{name}” stands in another group."),
    "retyped": N_("“{name}” was asked as {was} and is now asked as {now}."),
    "reworded": N_("“{name}” is asked in other words."),
    "logic": N_("“{name}” is asked on another condition."),
    "option_added": N_("“{name}” also offers “{option}”."),
    "option_removed": N_("“{name}” no longer offers “{option}”."),
    "option_recoded": N_("“{name}”: the option “{was}” is now “{now}”."),
    "option_reworded": N_("“{name}”: the option “{option}” is put in other words."),
    "language_added": N_("The form speaks {now} too."),
    "language_removed": N_("The form no longer speaks {was}."),
}
_EFFECTS: dict[Effect, str] = {
    "new": N_("Nothing collected is touched."),
    "kept": N_("What was answered stays; no more comes."),
    "joined": N_("Answers of before and after stay together."),
    "split": N_("Answers of before and after become two variables."),
    "forked": N_("Answers of before and after become two variables, since no value can be both."),
    "recoded": N_("One option then stands under two codes."),
    "meaning": N_("The same answer may mean something else from now on."),
    "asked_of_others": N_("Other people are asked it from now on."),
}


def sentence(change: Change, language: str = "en") -> str:
    """What changes."""
    was, now = (_named(change.kind, text, language) for text in (change.was, change.now))
    return say(language, _CHANGES[change.kind], name=_last(change.path), was=was, now=now, option=change.option)


def effect(change: Change, language: str = "en") -> str:
    """What becomes of the answers, and how many it touches."""
    told = say(language, _EFFECTS[change.effect])
    if not change.affected:
        return told
    touched = say_n(language, "It touches {n} answer.", "It touches {n} answers.", change.affected)
    return f"{told} {touched}"


def _last(path: str) -> str:
    return path.rpartition("/")[2]


def _named(kind: Kind, text: str, language: str) -> str:
    if kind == "retyped":
        return labels.label("question_type", text, language)
    if kind in ("language_added", "language_removed"):
        return labels.label("form_language", text, language)
    return _last(text)
