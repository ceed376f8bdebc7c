"""The state of one answer: the tree of its places, and what is worked out anew when one of them changes."""

from __future__ import annotations

import hashlib
import heapq
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from filao.core.forms.answers import tidy, worked_out
from filao.core.forms.evaluation import compiled
from filao.core.forms.lists import Table
from filao.core.forms.logic import Logic, Rule
from filao.core.forms.options import in_language, in_list_order, kept, options, said
from filao.core.forms.places import Place
from filao.core.forms.questionnaire import (
    UNSEEN_TYPES,
    Action,
    Choice,
    Event,
    Node,
    Question,
    Questionnaire,
    Section,
)  # fmt: skip
from filao.core.forms.running import Argument, Context
from filao.core.forms.values import Node as Seen
from filao.core.forms.values import number_of, of_datetime, truth_of
from filao.core.problems import Problem

REPEAT_LIMIT = 1000
PLACE_LIMIT = 50_000
"""Times that one repeat stands, and places of one answer."""

_ROUNDS = 10


class State:
    """One answer and its logic: the environment that expressions are worked out in (`running.Environment`)."""

    def __init__(
        self,
        questionnaire: Questionnaire,
        instances: Mapping[str, Sequence[Choice]] | None = None,
        *,
        now: datetime,
        values: Mapping[str, str] | None = None,
        repeats: Mapping[str, int] | None = None,
        language: str = "",
        seed: str = "",
        properties: Mapping[str, str] | None = None,
        metadata: bool = True,
        logic: Logic | None = None,
    ) -> None:
        self.questionnaire = questionnaire
        self.logic = logic or Logic(questionnaire)
        self.now = now
        self.language = language or questionnaire.default_language
        self.seed = seed
        self.metadata = metadata
        self._properties = dict(properties or {})
        self._tables: dict[str, Table] = {}
        self._lists = {**questionnaire.instances, **(instances or {})}
        self.too_many: dict[str, int] = {}
        self.spare: dict[str, str] = dict(values or {})
        self._restored = None if values is None else {**_repeats_in(values), **(repeats or {})}
        self._size = 0
        self._top = Place(None, "", None)
        self.root = Place(None, questionnaire.root[1:], self._top)
        self._top.kids[self.root.name] = [self.root]
        self._begun = False
        self._fresh: list[Place] = []
        self._fill(self.root, questionnaire.children, questionnaire.root, later=False)
        for path in sorted(self.logic.order, key=self.logic.order.__getitem__):
            self._apply(self.logic.rules[path])
        self._begun = True
        if values is None:
            self._preload()
            self._act("first-load", self.root)

    # --- what expressions see

    @property
    def top(self) -> Place:
        return self._top

    @property
    def version(self) -> str:
        return self.questionnaire.version

    def instance(self, id: str) -> Table | None:
        if id not in self._tables and id in self._lists:
            self._tables[id] = Table(self._lists[id])
        return self._tables.get(id)

    def property(self, name: str) -> str:
        return self._properties.get(name, "")

    def chance(self, node: Seen, purpose: str) -> bytes:
        steps = [purpose]
        while node.parent is not None:
            steps.append(f"{node.name}[{node.number}]")
            node = node.parent
        return hashlib.sha256("/".join([self.seed, *steps]).encode()).digest()

    def choice_name(self, node: Seen, path: str, value: str) -> str:
        try:
            found = compiled(path)(Context(self, node, node))
        except Problem:
            return ""
        place = found[0] if isinstance(found, list) and found else None
        if not isinstance(place, Place) or place.question is None:
            return ""
        choice = next((one for one in options(self, place.question, place) or () if one.value == value), None)
        if choice is None:
            return ""
        return said(self, in_language(choice.labels, self.language, self.questionnaire.default_language), place)

    # --- giving answers

    def set(self, path: str, value: str) -> None:
        """Give one answer; see `update`."""
        self.update({path: value})

    def update(self, values: Mapping[str, str]) -> None:
        """Give answers by concrete path, "" to take one back; then work out what hangs on them.

        What the form works out unseen cannot be given, and stays as it is. Raises Problem: no_such_place. Nothing is set
        when it is raised.
        """
        found = [(self.question(path), value) for path, value in values.items()]
        given = [
            ((place, question), value)
            for (place, question), value in found
            if not (question.calculation and question.type in UNSEEN_TYPES)
        ]
        before = self._watched()
        self._settle(
            [question.path for (place, question), value in given if self._put(place, question, tidy(question, value))]
        )
        self._act_on_changes(before)

    def _put(self, place: Place, question: Question, text: str) -> bool:
        """Let a place hold a text; whether it did not yet."""
        text = in_list_order(self, question, place, text)
        if text == place.value:
            return False
        place.value = text
        if self.logic.rules[question.path].filtered:
            place.kept = kept(self, question, place, text)
        return True

    def add(self, path: str) -> int:
        """One more time of a repeat, at its end; its number.

        Raises Problem: no_such_place, repeat_fixed, form_too_many_repeats.
        """
        above, section = self.repeat(path, free=True)
        kids = above.kids[section.name]
        before = self._watched()
        if not self._stand(above, section):
            raise Problem("form_too_many_repeats", path=path, count=len(kids) + 1, limit=len(kids))
        self._settle((), (section.path,))
        self._act_on_changes(before)
        return len(kids)

    def remove(self, path: str, number: int) -> None:
        """Take one time of a repeat away with all that was answered in it; later ones move up.

        Raises Problem: no_such_place, repeat_fixed.
        """
        above, section = self.repeat(path, free=True)
        kids = above.kids[section.name]
        if not 1 <= number <= len(kids):
            raise Problem("no_such_place", path=f"{path}[{number}]")
        before = self._watched()
        self._size -= sum(1 for _ in kids[number - 1].below()) + 1
        del kids[number - 1]
        for place, kid in enumerate(kids, start=1):
            kid.number = place
        self._settle((), (section.path,))
        self._act_on_changes(before)

    def finish(self, now: datetime) -> None:
        """Take `now` for the end of the answer, where the form asks for it."""
        self.now = now
        for place, question in self.questions():
            if question.preload == "timestamp end" and self.metadata:
                place.value = of_datetime(now).text

    # --- finding places

    def place(self, path: str) -> Place | None:
        """The place at a concrete path; a repeat without a number is its first time."""
        begin, *steps = path.split("/")[1:] or [""]
        found: Place | None = self.root if begin == self.root.name else None
        for step in steps:
            if found is None:
                return None
            name, bracket, number = step.partition("[")
            kids = found.kids.get(name, [])
            index = number[:-1] if bracket else "1"
            found = (
                kids[int(index) - 1] if index.isdecimal() and len(index) < 6 and 1 <= int(index) <= len(kids) else None
            )
        return found

    def question(self, path: str) -> tuple[Place, Question]:
        """The place of a question. Raises Problem no_such_place."""
        found = self.place(path)
        if found is None or found.question is None:
            raise Problem("no_such_place", path=path)
        return found, found.question

    def repeat(self, path: str, *, free: bool = False) -> tuple[Place, Section]:
        """What stands above a repeat, and the repeat; `free` asks for one that the person may add to.

        Raises Problem: no_such_place, repeat_fixed.
        """
        above = self.place(path.rpartition("/")[0])
        rule = self.logic.rules.get(f"{_bare(path.rpartition('/')[0])}/{path.rpartition('/')[2]}")
        if above is None or rule is None or not isinstance(rule.node, Section) or not rule.node.repeats:
            raise Problem("no_such_place", path=path)
        if free and (rule.node.count or rule.node.fixed):
            raise Problem("repeat_fixed", path=path)
        return above, rule.node

    def offers(self, above: Place, section: Section) -> bool:
        """Whether a repeat is relevant, also while it stands not once."""
        kids = above.kids[section.name]
        rule = self.logic.rules[section.path]
        if kids or rule.relevant is None or not above.relevant:
            return above.relevant and (not kids or any(kid.relevant for kid in kids))
        seat = Place(rule, section.name, above)
        return truth_of(rule.relevant(Context(self, seat, seat)))

    def questions(self) -> Iterator[tuple[Place, Question]]:
        """Every question that stands, relevant or not, in the order of the form."""
        for place in self.root.below():
            if place.question is not None:
                yield place, place.question

    def _at(self, steps: Iterable[str], near: Place | None = None) -> list[Place]:
        """Places that steps from the root reach; of repeats that hold `near`, only the time that does."""
        lineage = set()
        while near is not None:
            lineage.add(near)
            near = near.parent
        found = [self.root]
        for step in steps:
            kids = [kid for place in found for kid in place.kids.get(step, ())]
            found = [kid for kid in kids if kid in lineage] or kids
        return found

    # --- growing

    def _fill(self, above: Place, nodes: Iterable[Node], path: str, *, later: bool) -> None:
        """Set up the places below one, with what was given before or the form's own defaults.

        `later` tells that it is a time of a repeat beyond those of the form itself.
        """
        for node in nodes:
            rule = self.logic.rules[node.path]
            place = f"{path}/{node.name}"
            above.kids[node.name] = []
            if isinstance(node, Section) and node.repeats:
                first = 0 if node.count else node.added if later else node.initial
                for _ in range(first if self._restored is None else self._restored.get(place, 0)):
                    self._stand(above, node, place)
                continue
            kid = Place(rule, node.name, above)
            above.kids[node.name].append(kid)
            self._size += 1
            if isinstance(node, Question):
                kid.value = self.spare.pop(place, node.default if self._restored is None or self._begun else "")
            else:
                self._fill(kid, node.children, place, later=later)

    def _stand(self, above: Place, section: Section, path: str = "") -> bool:
        """One more time of a repeat; False where there are too many."""
        kids = above.kids[section.name]
        if len(kids) >= REPEAT_LIMIT or self._size >= PLACE_LIMIT:
            return False
        kid = Place(self.logic.rules[section.path], section.name, above, len(kids) + 1)
        kids.append(kid)
        self._size += 1
        if self._begun:
            self._fresh.append(kid)
        later = kid.number > section.initial or (self._begun and not section.count)
        self._fill(kid, section.children, f"{path}[{kid.number}]" if path else kid.path, later=later)
        return True

    def _recount(self, above: Place, section: Section, count: Argument) -> bool:
        """Let a repeat stand as often as its count says; as often as it does where the count is not a number.

        What was answered in times that go is kept to the side.
        """
        kids = above.kids[section.name]
        path = f"{above.path}/{section.name}"
        seat = Place(self.logic.rules[section.path], section.name, above)
        number = number_of(count(Context(self, seat, seat)))
        had = len(kids)
        if math.isnan(number):
            return False
        wanted = int(max(0.0, min(number, 1e9)))
        while len(kids) > wanted:
            gone = kids.pop()
            self._size -= 1
            for place in gone.below():
                self._size -= 1
                if place.question is not None and place.value:
                    self.spare[place.path] = place.value
        while len(kids) < wanted and self._stand(above, section, path):
            pass
        self.too_many.pop(path, None)
        if len(kids) < wanted:
            self.too_many[path] = wanted
        return len(kids) != had

    # --- working out

    def _settle(self, changed: Iterable[str], regrown: Iterable[str] = ()) -> None:
        """Work out what depends on changed places, each rule once, in the order of the logic."""
        order, after, rules = self.logic.order, self.logic.after, self.logic.rules
        waiting: list[tuple[int, str]] = []
        queued: set[str] = set()

        def queue(paths: Iterable[str]) -> None:
            for path in paths:
                if path not in queued:
                    queued.add(path)
                    heapq.heappush(waiting, (order[path], path))

        for path in changed:
            queue(after.get(path, ()))
        for path in regrown:
            queue((path, *after.get(path, ()), *self.logic.below(path)))
        while waiting:
            _, path = heapq.heappop(waiting)
            stood = len(self._fresh)
            if self._apply(rules[path]):
                queue(after.get(path, ()))
                if len(self._fresh) > stood:
                    queue(self.logic.below(path))

    def _apply(self, rule: Rule) -> bool:
        """Bring every place of one rule up to date; whether any changed."""
        changed = False
        for above in self._at(rule.steps[:-1]):
            if rule.count is not None and isinstance(rule.node, Section):
                changed |= self._recount(above, rule.node, rule.count)
            for place in above.kids[rule.steps[-1]]:
                changed |= self._refresh(place, above, rule)
        return changed

    def _refresh(self, place: Place, above: Place, rule: Rule) -> bool:
        shown = above.relevant
        if shown and rule.relevant is not None:
            shown = truth_of(rule.relevant(Context(self, place, place)))
        changed = shown != place.relevant
        place.relevant = shown
        question = place.question
        if question is None or not shown:
            return changed
        if rule.calculation is not None:
            value = worked_out(question, rule.calculation(Context(self, place, place)))
            changed |= value != place.value
            place.value = value
        if rule.filtered:
            left = kept(self, question, place, place.value)
            changed |= left != place.kept
            place.kept = left
        return changed

    # --- actions

    def _preload(self) -> None:
        if not self.metadata:
            return
        stated = {"timestamp start": of_datetime(self.now).text, "date today": self.now.date().isoformat()}
        changed = []
        for place, question in self.questions():
            kind, _, name = question.preload.partition(" ")
            value = self.property(name) if kind == "property" else stated.get(question.preload, "")
            if value and self._put(place, question, value):
                changed.append(question.path)
        self._settle(changed)

    def _act(self, event: Event, within: Place) -> None:
        begin = within.rule.node.path if within.rule is not None else self.questionnaire.root
        for action in self.questionnaire.actions:
            if action.event == event and action.target in self.logic.rules and action.target.startswith(f"{begin}/"):
                self._perform(action, self._at(self.logic.rules[action.target].steps, within))

    def _perform(self, action: Action, targets: Iterable[Place]) -> None:
        changed = []
        for place in targets:
            question = place.question
            if question is not None and place.relevant:
                value = compiled(action.expression)(Context(self, place, place))
                if self._put(place, question, worked_out(question, value)):
                    changed.append(question.path)
        self._settle(changed)

    def _watched(self) -> dict[Place, str]:
        """Texts of the questions whose change sets something off."""
        sources = {action.source for action in self.questionnaire.actions if action.event == "value-changed"}
        rules = [self.logic.rules[source] for source in sources if source in self.logic.rules]
        return {place: place.text for rule in rules for place in self._at(rule.steps)}

    def _act_on_changes(self, before: Mapping[Place, str]) -> None:
        """Perform what waits for changes and for new times of repeats, and what these set off in turn."""
        for _ in range(_ROUNDS):
            fresh, self._fresh = self._fresh, []
            for place in fresh:
                self._act("new-repeat", place)
            now = self._watched()
            changed = [place for place, text in now.items() if before.get(place, text) != text]
            if not changed and not fresh:
                return
            for action in self.questionnaire.actions:
                for place in changed:
                    if action.event == "value-changed" and place.question and place.question.path == action.source:
                        steps = self.logic.rules[action.target].steps if action.target in self.logic.rules else ()
                        targets = self._at(steps, place) if steps else []
                        self._perform(action, targets if len(targets) == 1 else ())
            before = now


def _bare(path: str) -> str:
    """A path without the numbers of repeats."""
    return "/".join(step.partition("[")[0] for step in path.split("/"))


def _repeats_in(values: Iterable[str]) -> dict[str, int]:
    """How often each repeat stands in answers given by concrete paths."""
    found: dict[str, int] = {}
    for path in values:
        place = ""
        for step in path.split("/")[1:]:
            name, bracket, number = step.partition("[")
            place = f"{place}/{name}"
            if bracket and number[:-1].isdecimal() and len(number) < 7:
                found[place] = max(found.get(place, 0), int(number[:-1]))
            place += bracket + number
    return found
