"""The answer form of one question: its fields follow the rule that raised it. Nothing here decides what an answer means:
that is `work.desk.claims_of`."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from filao.core.questions import Question
from filao.core.register import Relation
from filao.core.register.values import FIRST_YEAR, LAST_YEAR
from filao.web.shown import Shown
from filao.web.views.base import released
from filao.work.desk import SERVICE_FIELDS, TIE_RULES, Given

BODY_RULES = ("expected_link", "unattributed", "role_without_body")
SEAT_SCHEMES = {
    "focal_point_sex": "sex", "alternate_sex": "sex", "survivor_informed": "yes_no", "disability_voice": "yes_no",
    "funds_and_evaluates": "yes_no",
}  # fmt: skip


def mark(question_id: str) -> str:
    """A short name of a question for fields and places of a page; the same in every request."""
    return "q" + sha256(question_id.encode()).hexdigest()[:8]


def body_names(shown: Shown) -> tuple[list[str], dict[str, str]]:
    """Names to offer, one for each body, and every way to write a body -> its id."""
    offered: list[str] = []
    known: dict[str, str] = {}
    for body in shown.register.organisations.values():
        if not body.placeholder:
            label = f"{body.name_in(shown.language)} ({body.short_name})"
            offered.append(label)
            for name in (*body.all_names, body.id, label):
                known.setdefault(_folded(name), body.id)
    return sorted(offered, key=str.casefold), known


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()


class BodyField(forms.CharField):
    """A body, written or chosen from the page's list of names; cleaned to its id."""

    def __init__(self, shown: Shown, known: dict[str, str], **kwargs: Any) -> None:
        super().__init__(
            required=False, max_length=300,
            widget=forms.TextInput(attrs={"list": "bodies", "autocomplete": "off"}), **kwargs,
        )  # fmt: skip
        self.shown, self.known = shown, known

    def prepare_value(self, value: Any) -> Any:
        body = self.shown.register.organisations.get(value)
        return f"{body.name_in(self.shown.language)} ({body.short_name})" if body else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return self.known.get(_folded(data or ""), data or "") != (initial or "")

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        if text and _folded(text) not in self.known:
            told = _(
                "No body on record is called “%(name)s”. Choose one from the list, or add it to the register first."
            )
            raise forms.ValidationError(told % {"name": text})
        return self.known.get(_folded(text), "")


class AnswerForm(forms.Form):
    """The answer to one question. What is left as it was is not saved again."""

    def __init__(
        self, shown: Shown, question: Question, known: dict[str, str], given: Given | None, data: Any = None
    ) -> None:
        super().__init__(data, prefix=mark(question.id), initial=_start(question, given) if given else None)
        self.shown, self.question = shown, question
        self.ties: list[Relation] = []
        self.fields["answer"] = forms.ChoiceField(label=_("Answer"), choices=self._outcomes(), required=False)
        if question.rule in BODY_RULES:
            self.fields["body"] = BodyField(shown, known, label=_("Which body"), help_text=self._holders())
        if question.rule == "expected_link":
            texts = sorted(
                ((c, shown.label("formality", c)) for c in shown.register.vocabulary.codes("formality")), key=lambda t: t[1]
            )  # fmt: skip
            self.fields["formality"] = forms.ChoiceField(
                label=_("By which text"), choices=[("", _("not said")), *texts], required=False
            )
        if question.rule in TIE_RULES:
            self._add_ties()
        if question.rule == "seat_facts":
            self._add_codes(SEAT_SCHEMES)
        if question.rule == "service_details":
            self._add_services()
        if question.rule == "training_numbers":
            self._add_numbers()
        self.fields["words"] = forms.CharField(
            label=_("In their words"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 2}),
        )  # fmt: skip
        self.fields["read_by_person"] = released()

    @property
    def tie_rows(self) -> list[tuple[Relation, Any, Any]]:
        """Each tie with its tick and, where no source dates it, the box for its year."""
        dated = self.question.rule == "undated_ties"
        return [(tie, self[f"tie-{tie.id}"], self[f"year-{tie.id}"] if dated else None) for tie in self.ties]

    @property
    def row_fields(self) -> list[Any]:
        """Choices and short boxes, side by side; the table of ties stands before them."""
        left = ("tie-", "year-", "people-")
        found = [field for field in self.visible_fields() if not field.name.startswith(left)]
        return [field for field in found if field not in self.long_fields]

    @property
    def long_fields(self) -> list[Any]:
        """Boxes that need a line of their own."""
        wide = (forms.CheckboxSelectMultiple, forms.Textarea, forms.CheckboxInput)
        found = [field for field in self.visible_fields() if not field.name.startswith(("tie-", "year-"))]
        return [f for f in found if isinstance(f.field.widget, wide) or f.name.startswith("people-")]

    def _outcomes(self) -> list[tuple[str, str]]:
        rule, facts = self.question.rule, self.question.facts
        none, unknown = ("", _("not asked")), ("unknown", _("They do not know"))
        other = ("other", _("Something else, as in their words"))
        if rule == "expected_link":
            said = [("confirmed", _("Yes, to this body")), ("absent", _("No, there is no such link"))]
        elif rule in ("unattributed", "role_without_body"):
            said = [("confirmed", _("This body"))]
        elif rule == "unknown_status":
            codes = (code for code in self.shown.register.vocabulary.codes("action_status") if code != "unknown")
            said = [(f"value:{code}", self.shown.label("action_status", code)) for code in codes]
        elif rule == "conflict":
            values = facts.get("values", ())
            said = [
                (f"value:{v}", f"“{v.replace(';', ', ')}”")
                for v in dict.fromkeys(values if isinstance(values, tuple) else ())
            ]
        elif rule == "seat_facts":
            said = [("confirmed", _("Would take the seat")), ("absent", _("Would not take the seat"))]
        elif rule in (*TIE_RULES, "service_details", "training_numbers"):
            said = [("confirmed", _("As entered here"))]
        else:
            said = [("confirmed", _("Yes, or as in their words")), ("absent", _("No, it is not so"))]
        return [none, *said, other, unknown]

    def _holders(self) -> str:
        """Who is on record for the role that a link leads to."""
        role = self.shown.register.roles.get(str(self.question.facts.get("role", "")))
        held = [self.shown.short(id) for id in role.organisation_ids] if role else []
        return _("On record for this role: %(bodies)s") % {"bodies": ", ".join(held)} if held else ""

    def _add_ties(self) -> None:
        ticks = [("", _("not asked")), *((code, self.shown.label("tick", code)) for code in ("right", "wrong"))]
        for kind, id in self.question.about:
            tie = self.shown.register.relations.get(id) if kind == "relation" else None
            if tie:
                self.ties.append(tie)
                self.fields[f"tie-{id}"] = forms.ChoiceField(label=_("Answer"), choices=ticks, required=False)
                if self.question.rule == "undated_ties":
                    self.fields[f"year-{id}"] = forms.IntegerField(
                        label=_("Since (year)"), min_value=FIRST_YEAR, max_value=LAST_YEAR, required=False
                    )

    def _add_codes(self, schemes: dict[str, str]) -> None:
        from filao.web.templatetags.filao import field_label

        for name, scheme in schemes.items():
            terms = [
                (c, self.shown.label(scheme, c)) for c in self.shown.register.vocabulary.codes(scheme) if c != "unknown"
            ]
            choices = [("", _("not said")), *terms]
            self.fields[name] = forms.ChoiceField(label=field_label("seat", name), choices=choices, required=False)

    def _add_services(self) -> None:
        from filao.web.templatetags.filao import field_label

        for name, scheme in (("services", "service"), ("languages", "language"), ("opening", "")):
            if name not in (self.question.facts.get("fields") or ()):  # type: ignore[operator]
                continue
            label = field_label("organisation", name)
            terms = (
                [(c, self.shown.label(scheme, c)) for c in self.shown.register.vocabulary.codes(scheme)]
                if scheme
                else []
            )
            self.fields[name] = (
                forms.MultipleChoiceField(
                    label=label, choices=terms, required=False, widget=forms.CheckboxSelectMultiple
                )
                if scheme
                else forms.CharField(label=label, max_length=120, required=False)
            )

    def _add_numbers(self) -> None:
        for kind, id in self.question.about:
            training = self.shown.register.trainings.get(id) if kind == "training" else None
            if training:
                year = f" ({training.year})" if training.year else ""
                self.fields[f"people-{id}"] = forms.IntegerField(
                    label=_("People reached: %(topic)s") % {"topic": training.topic[:120] + year},
                    min_value=0, max_value=1_000_000, required=False,
                )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if "body" in self.fields and data.get("answer") == "confirmed" and not data.get("body") and "body" in data:
            self.add_error("body", _("Write which body, or choose another answer."))
        if data.get("answer") in ("absent", "other", "unknown") and any(v for k, v in data.items() if k == "body"):
            self.add_error("answer", _("A body is named: choose the answer that names it, or empty the body."))
        return data

    @property
    def given(self) -> Given:
        """The answer as the desk takes it; without a choice, what was entered decides."""
        data = self.cleaned_data
        ties = {id: data.get(f"tie-{id}") for id in (tie.id for tie in self.ties)}
        right = tuple(id for id, tick in ties.items() if tick == "right" or (not tick and data.get(f"year-{id}")))
        wrong = tuple(id for id, tick in ties.items() if tick == "wrong")
        facts = {
            name.removeprefix("people-").removeprefix("year-"): ";".join(value)
            if isinstance(value, list)
            else str(value)
            for name, value in data.items()
            if value not in ("", None, [])
            and (name in SEAT_SCHEMES or name in SERVICE_FIELDS or name.startswith(("people-", "year-")))
        }
        answer, _colon, value = str(data["answer"]).partition(":")
        entered = data.get("body") or right or facts
        outcome: Any = "confirmed" if value else answer
        outcome = outcome or ("confirmed" if entered else "absent" if wrong else "other" if data["words"] else "")
        return Given(
            outcome, data["words"], data.get("body", ""), data.get("formality", ""), value, right, wrong, facts
        )


def _start(question: Question, given: Given) -> dict[str, Any]:
    """What the form of an answer that was given shows first."""
    shown: dict[str, Any] = {
        "answer": f"value:{given.value}" if given.value else given.outcome, "words": given.words, "body": given.body,
        "formality": given.formality,
    }  # fmt: skip
    for name, value in given.facts.items():
        shown[name] = shown[f"people-{name}"] = shown[f"year-{name}"] = value
        if name in ("services", "languages"):
            shown[name] = value.split(";")
    shown |= {f"tie-{id}": "right" for id in given.ties} | {f"tie-{id}": "wrong" for id in given.wrong}
    return shown
