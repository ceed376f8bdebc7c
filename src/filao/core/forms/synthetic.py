"""People made up by chance who answer a form, screen by screen, as its logic leads them.

For demonstrations, load and tests only: what they give is nobody's answer, and whoever keeps it marks it as simulated.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from random import Random

from filao.core.forms.care import CONSENT, consent
from filao.core.forms.filling import Filling
from filao.core.forms.questionnaire import FILE_TYPES, UNSEEN_TYPES, Question
from filao.core.forms.screens import Screen, Shown

WORDS = ("Simulated answer.", "Simulated: as the form asks.", "Simulated: nothing to add.")
"""What made-up people write where words are asked."""
TRIES = 40
_TIMES = 2


def answer(
    filling: Filling, chance: Random, *, skipped: float = 0.08, refusals: float = 0.0,
    likely: Mapping[str, float] | None = None,
) -> bool:  # fmt: skip
    """Answer a form that nothing was answered in. Returns whether consent was given.

    `skipped` is the share of questions left out where the form allows it, `refusals` that of people who do not agree to
    take part, `likely` how many times as often an option is chosen as one that it does not name. A question whose
    constraint no try fulfils stays empty.
    """
    agreed = consent(filling.questionnaire)
    if agreed is not None:
        refused = bool(agreed.refusal) and chance.random() < refusals
        filling.set(agreed.question.path, agreed.refusal if refused else agreed.value)
        if refused:
            return False
    seen: set[str] = set()
    while found := _next(filling, seen):
        screen, shown = found
        seen.add(shown.path if shown else screen.key)
        if shown is None:
            for _ in range(chance.randint(0, _TIMES)):
                filling.add(screen.path)
        elif isinstance(shown.node, Question) and shown.node.name != CONSENT:
            _give(filling, shown.path, shown.node, chance, skipped, likely or {})
    return True


def _next(filling: Filling, seen: set[str]) -> tuple[Screen, Shown | None] | None:
    """The first thing on the screens, as the answers stand now, that was not come to yet: one shown, or a free repeat."""
    for screen in filling.screens():
        if screen.kind == "repeat":
            if screen.free and screen.key not in seen:
                return screen, None
            continue
        for shown in screen.items:
            if shown.path not in seen:
                return screen, shown
    return None


def _give(
    filling: Filling, path: str, question: Question, chance: Random, skipped: float, likely: Mapping[str, float]
) -> None:
    unasked = question.type in UNSEEN_TYPES or question.type in FILE_TYPES or question.type == "note"
    if unasked or not filling.is_relevant(path) or filling.is_readonly(path) or filling.value(path):
        return
    if not filling.is_required(path) and chance.random() < skipped:
        return
    for _ in range(TRIES):
        filling.set(path, _value(filling, path, question, chance, likely))
        if not filling.faults([path]):
            return
    filling.set(path, "")


def _value(filling: Filling, path: str, question: Question, chance: Random, likely: Mapping[str, float]) -> str:
    match question.type:
        case "select_one":
            options = _options(filling, path) or [""]
            weights = [likely.get(option, 1) for option in options]
            return chance.choices(options, weights)[0] if likely else chance.choice(options)
        case "select_multiple":
            options = _options(filling, path)
            taken = set(chance.sample(options, chance.randint(1, min(3, len(options))))) if options else set()
            return " ".join(option for option in options if option in taken)
        case "rank":
            options = _options(filling, path)
            return " ".join(chance.sample(options, len(options)))
        case "range":
            return str(_on_scale(question, chance))
        case "integer":
            return str(_whole(question, chance))
        case "decimal":
            return f"{chance.uniform(0, 50):.1f}"
        case "date":
            return f"{chance.randint(2019, 2025)}-{chance.randint(1, 12):02d}-{chance.randint(1, 28):02d}"
        case "time":
            return f"{chance.randint(8, 16):02d}:{chance.choice((0, 15, 30, 45)):02d}:00.000"
        case "acknowledge":
            return "OK"
        case "text":
            return chance.choice(WORDS)
        case _:
            return ""


def _options(filling: Filling, path: str) -> list[str]:
    return [choice.value for choice in filling.choices(path)]


def _whole(question: Question, chance: Random) -> int:
    """A small number, or one between those that the constraint names."""
    named = sorted(int(digits) for digits in re.findall(r"\d{1,6}", question.constraint))
    if named and chance.random() < 0.7:
        return chance.randint(named[0], max(named[-1], named[0] + 20))
    return chance.choice((0, 1, 2, 3, 5, 8, 12, 20, 34, 55, 120))


def _on_scale(question: Question, chance: Random) -> int:
    start, end, step = (int(float(text or default)) for text, default in zip(
        (question.start, question.end, question.step), ("1", "5", "1"), strict=True
    ))  # fmt: skip
    return chance.randrange(start, end + 1, max(step, 1))
