"""Pages for people who answer a form behind a link: no account, no cookie, no script. The link and the code are all.

What is typed is kept closed in a draft until it is sent; see `work.collection.answering`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import wraps
from math import ceil
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt

from filao.core.forms import care
from filao.core.forms.filling import AnswerFault, Filling
from filao.core.forms.questionnaire import FILE_TYPES, Question, Questionnaire
from filao.core.forms.reading import minutes
from filao.core.forms.screens import Screen
from filao.core.problems import Problem
from filao.documents.words import problems
from filao.web import screens as shown
from filao.web.screens import Setting
from filao.web.views.base import View, anyone
from filao.work.collection import answering, doors, drafts, ingest, tokens
from filao.work.collection.answering import Sitting
from filao.work.collection.doors import Door
from filao.work.collection.drafts import Draft


def public(view: View) -> View:
    """A page for whoever holds its link; what goes wrong is told in the manner of these pages."""

    @wraps(view)
    def found(request: HttpRequest, slug: str, **rest: Any) -> HttpResponse:
        try:
            response = view(request, slug, **rest)
        except Problem as problem:
            response = _told(request, problem)
        response["Cache-Control"] = "no-store"
        response["Referrer-Policy"] = "no-referrer"
        return response

    return anyone(csrf_exempt(found))


def _told(request: HttpRequest, problem: Problem) -> HttpResponse:
    language = _asked_for(request) or get_language() or "en"
    fault = problem.fault
    context = {"sentence": problems.sentence(fault, language), "mend": problems.mend(fault, language)}
    return _page(request, "problem", language, problems.status(fault.code), **context)


def _page(request: HttpRequest, name: str, language: str, status: int = 200, **context: Any) -> HttpResponse:
    if isinstance(door := context.get("door"), Door):
        context["door"] = door.said_in(language)
    with translation.override(language):
        response = render(request, f"respond/{name}.html", {"language": language, **context}, status=status)
    response["Content-Language"] = language
    return response


def _asked_for(request: HttpRequest) -> str:
    code = request.GET.get("language", "")
    return code if code in dict(settings.LANGUAGES) else ""


def _offered(form: Questionnaire) -> list[str]:
    """Languages of our own that the form speaks; where it names none, its own is taken for English."""
    return [code for code in dict(settings.LANGUAGES) if code in form.languages] or ["en"]


def first_language(request: HttpRequest, form: Questionnaire) -> str:
    offered = _offered(form)
    wanted = (_asked_for(request), get_language() or "", form.default_language)
    return next((code for code in wanted if code in offered), offered[0])


def _setting(door: Door, language: str, typed: Mapping[str, str]) -> Setting:
    def picture(name: str) -> str:
        return reverse("respond-picture", args=[door.workspace.slug, door.token, name])

    return Setting(language, picture, typed)


def _to(door: Door, name: str, *args: str, **query: Any) -> HttpResponseRedirect:
    address = reverse(name, args=[door.workspace.slug, door.token, *args])
    asked = {key: value for key, value in query.items() if value}
    return HttpResponseRedirect(f"{address}?{urlencode(asked)}" if asked else address, status=303)


def _notes(filling: Filling, questions: Iterable[Question], language: str) -> list[SafeString]:
    said = (shown.said(filling, one.labels, one.path, language) for one in questions if filling.place(one.path))
    return [text for text in said if text]


# --- the first page


@public
def begin(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """What is asked, by whom and for how long; from here one begins, declines, or takes a draft up again."""
    door = doors.find(slug, token)
    form = answering.form_behind(door).questionnaire
    language = first_language(request, form)
    if request.method == "POST":
        return _begun(request, door, language)
    blank = answering.blank(door, language)
    agreed = care.consent(form)
    taken = minutes(form, language=language)
    context = {
        "door": door, "form": form, "languages": _offered(form), "minutes": ceil((taken.least + taken.most) / 2) or 1,
        "phase": request.GET.get("phase", ""),
        "notes": _notes(blank, agreed.notes if agreed else (), language), "kept_days": drafts.KEPT_DAYS,
        "refusal": bool(agreed and agreed.refusal), "drafted": _is_draft(form, language),
        "asked": shown.said(blank, agreed.question.labels, agreed.question.path, language) if agreed else "",
        "offline": door.offline and not settings.ROOM,
    }  # fmt: skip
    return _page(request, "begin", language, 200 if door.state == "open" else 410, **context)


def _is_draft(form: Questionnaire, language: str) -> bool:
    """Whether texts of the form in a language say that they wait for a native speaker."""
    texts = (node.labels.get(language, ()) for node in form.nodes())
    return any(isinstance(part, str) and part.startswith(shown.DRAFT) for text in texts for part in text[:1])


def _begun(request: HttpRequest, door: Door, language: str) -> HttpResponse:
    match request.POST.get("go"):
        case "agree":
            code = answering.begin(door, language, given_phase=request.POST.get("phase", ""))
            return _to(door, "respond-draft", code)
        case "decline":
            answering.decline(door, language)
            return _to(door, "respond-stopped", language=language)
    code = tokens.typed(request.POST.get("code", ""))
    drafts.read(door, code)
    return _to(door, "respond-draft", code)


@public
def stopped(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """For who did not agree: nothing was kept, and whom to turn to."""
    door = doors.find(slug, token)
    form = answering.form_behind(door).questionnaire
    language = first_language(request, form)
    card = _notes(answering.blank(door, language), care.help_card(form), language)
    return _page(request, "stopped", language, door=door, card=card)


@public
def picture(request: HttpRequest, slug: str, token: str, name: str) -> HttpResponse:
    """A picture that the form shows."""
    data, kind = answering.picture(doors.find(slug, token), name)
    return HttpResponse(data, content_type=kind)


# --- screens


@public
def draft(request: HttpRequest, slug: str, token: str, code: str) -> HttpResponse:
    """The screen of a draft that the address asks for, the answers before they are sent, or the receipt after."""
    door = doors.find(slug, token)
    kept = drafts.read(door, code)
    if kept.sent:
        return _thanks(request, door, kept)
    sitting = answering.sit(door, code)
    if request.method == "POST":
        return _posted(request, sitting)
    found = _screens(sitting)
    at = _number(request.GET.get("at", ""), sitting.draft.at)
    if at > len(found):
        return _checked(request, sitting, found)
    screen = found[max(at, 1) - 1]
    faults = _faults(sitting, screen) if "check" in request.GET else []
    return _screen(request, sitting, found, screen, faults)


def _number(text: str, otherwise: int) -> int:
    return int(text) if text.isdecimal() and len(text) < 5 else otherwise


def _screens(sitting: Sitting) -> list[Screen]:
    """Screens with something left to show once what was agreed to is left out."""
    found = []
    for screen in sitting.filling.screens():
        left = tuple(item for item in screen.items if item.path not in sitting.done)
        if screen.kind == "repeat" or any(isinstance(item.node, Question) for item in left):
            found.append(replace(screen, items=left))
    return found


def _faults(sitting: Sitting, screen: Screen) -> list[AnswerFault]:
    stray = shown.strays(sitting.filling, screen.items, sitting.typed)
    known = {fault.path for fault in stray}
    found = sitting.filling.faults([item.path for item in screen.items])
    return [*stray, *(fault for fault in found if fault.path not in known)]


@dataclass(frozen=True, slots=True)
class Time:
    """One time of a repeat, in the list of all: its number, the first answer in it, where it begins."""

    number: int
    path: str
    words: str
    at: int


def _screen(
    request: HttpRequest, sitting: Sitting, found: Sequence[Screen], screen: Screen, faults: Sequence[AnswerFault],
    extra: Mapping[str, list[str]] | None = None,
) -> HttpResponse:  # fmt: skip
    filling, language = sitting.filling, sitting.draft.language
    errors = {**shown.sentences(filling, faults, language), **(extra or {})}
    setting = _setting(sitting.door, language, sitting.typed)
    pieces = shown.pieces(filling, screen.items, setting, errors)
    context = {
        "screen": screen, "at": found.index(screen) + 1, "total": len(found), "pieces": pieces,
        "wrong": [(piece.first, piece.label, words) for piece in pieces for words in piece.errors],
        "title": _title(sitting, screen), "above": _above(filling, screen, language),
        "times": _times(sitting, found, screen), "more": "new" in request.GET, "files": sitting.draft.files,
        "words": any(piece.widget in ("line", "area") for piece in pieces),
        "uploads": any(piece.widget == "file" for piece in pieces), **_frame(sitting),
    }  # fmt: skip
    return _page(request, "screen", language, 422 if errors else 200, **context)


def _frame(sitting: Sitting) -> dict[str, Any]:
    return {
        "door": sitting.door, "code": sitting.code, "form": sitting.form.questionnaire,
        "languages": _offered(sitting.form.questionnaire), "kept_days": drafts.KEPT_DAYS,
    }  # fmt: skip


def _title(sitting: Sitting, screen: Screen) -> SafeString:
    """The group's own words, with the number where it is one time of a repeat; the form's title outside groups."""
    labels = screen.section.labels if screen.section else {}
    words = shown.said(sitting.filling, labels, screen.path, sitting.draft.language)
    _path, bracket, number = screen.path.rpartition("[")
    return format_html("{} {}", words, number[:-1]) if words and bracket and screen.path.endswith("]") else words


def _above(filling: Filling, screen: Screen, language: str) -> list[tuple[SafeString, int]]:
    """The repeats around a screen, each with its number; its own stands in its title."""
    found = []
    steps = screen.path.split("/")
    for length in range(3, len(steps)):
        name, bracket, number = steps[length - 1].partition("[")
        if bracket:
            place = "/".join(steps[:length])
            rule = filling.logic.rules["/".join(step.partition("[")[0] for step in steps[:length])]
            label = shown.said(filling, rule.node.labels, place, language)
            found.append((label or SafeString(name), int(number[:-1])))
    return found


def _times(sitting: Sitting, found: Sequence[Screen], screen: Screen) -> list[Time]:
    times = []
    for number, path in enumerate(screen.times, 1):
        within = [(at, one) for at, one in enumerate(found, 1) if f"{one.path}/".startswith(f"{path}/")]
        given = (shown.given(sitting.filling, one, sitting.typed, sitting.draft.language) for _at, one in within)
        words = next((answers[0][1] for answers in given if answers), "")
        times.append(Time(number, path, words, within[0][0] if within else 1))
    return times


def _checked(request: HttpRequest, sitting: Sitting, found: Sequence[Screen]) -> HttpResponse:
    """All answers, to be looked at before they are sent."""
    filling, language = sitting.filling, sitting.draft.language
    parts = []
    for at, screen in enumerate(found, 1):
        given = shown.given(filling, screen, sitting.typed, language)
        faults = len(_faults(sitting, screen))
        if screen.kind == "items" and (given or faults or any(_asks(item.node) for item in screen.items)):
            parts.append((at, _title(sitting, screen), _above(filling, screen, language), given, faults))
    context = {"parts": parts, "at": len(found) + 1, "last": len(found), **_frame(sitting)}
    return _page(request, "check", language, **context, wrong=sum(part[-1] for part in parts))


def _asks(node: object) -> bool:
    return isinstance(node, Question) and node.type != "note"


def _thanks(request: HttpRequest, door: Door, kept: Draft) -> HttpResponse:
    form = answering.form_behind(door).questionnaire
    card = _notes(answering.blank(door, kept.language), care.help_card(form), kept.language)
    withdraw = request.build_absolute_uri(reverse("respond-withdraw", args=[door.workspace.slug]))
    return _page(request, "thanks", kept.language, door=door, kept=kept, card=card, withdraw=withdraw)


# --- what a screen sends


def _posted(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    before = _screens(sitting)
    key = request.POST.get("screen", "")
    here = next((place for place, screen in enumerate(before) if screen.key == key), len(before))
    go, _space, what = request.POST.get("go", "next").partition(" ")
    if here == len(before):
        return _from_check(sitting, before, go, what)
    screen = before[here]
    seen = _on_page(sitting.filling, screen)
    wrong = _take(request, sitting, screen)
    if go in ("next", "add") and (wrong or _faults(sitting, _now(sitting, screen))):
        answering.keep(sitting, here + 1)
        found = _screens(sitting)
        return _screen(request, sitting, found, _now(sitting, screen), _faults(sitting, _now(sitting, screen)), wrong)
    return _onwards(sitting, screen, seen, here, go, what)


def _from_check(sitting: Sitting, found: Sequence[Screen], go: str, what: str) -> HttpResponse:
    """What the last page asks for: to send, to go back, another language."""
    if go == "send":
        first = next((at for at, screen in enumerate(found, 1) if _faults(sitting, screen)), 0)
        if first:
            return _again(sitting, first, check=1)
        answering.send(sitting)
        return _to(sitting.door, "respond-draft", sitting.code)
    language = what if go == "language" and what in _offered(sitting.form.questionnaire) else ""
    answering.keep(sitting, len(found) + (go != "back"), language)
    return _again(sitting, sitting.draft.at)


def _again(sitting: Sitting, at: int, mark: str = "", **query: Any) -> HttpResponse:
    response = _to(sitting.door, "respond-draft", sitting.code, at=at, **query)
    response["Location"] += mark
    return response


def _now(sitting: Sitting, screen: Screen) -> Screen:
    """The screen as the answers make it now."""
    return next((one for one in _screens(sitting) if one.key == screen.key), screen)


def _take(request: HttpRequest, sitting: Sitting, screen: Screen) -> dict[str, list[str]]:
    """Take in what was typed and chosen; returns what is wrong with files and orders, by path."""
    language = sitting.draft.language
    filling, post = sitting.filling, request.POST
    wrong: dict[str, list[str]] = {}
    filling.update(shown.taken(filling, screen.items, post, sitting.typed, language))
    for item in screen.items:
        if not isinstance(item.node, Question) or not filling.is_relevant(item.path):
            continue
        if item.node.type == "rank" and shown.ranked_twice(item.path, post):
            wrong[item.path] = shown.sentences(filling, [AnswerFault(item.path, "answer_rank")], language)[item.path]
        elif item.node.type in FILE_TYPES:
            try:
                _take_file(request, sitting, item.path, item.node)
            except Problem as problem:
                fault = AnswerFault(item.path, problem.code, problem.facts)
                wrong[item.path] = shown.sentences(filling, [fault], language)[item.path]
    return wrong


def _take_file(request: HttpRequest, sitting: Sitting, path: str, question: Question) -> None:
    sent = request.FILES.get(path)
    if sent is not None and sent.size:
        if sent.size > drafts.FILE_LIMIT:
            raise Problem("attachment_too_large", limit_mb=drafts.FILE_LIMIT // 2**20)
        answering.attach(sitting, path, question, sent.read())
    elif path + "|gone" in request.POST:
        answering.attach(sitting, path, question, b"")


def _onwards(sitting: Sitting, screen: Screen, seen: frozenset[str], here: int, go: str, what: str) -> HttpResponse:
    """Where to go from a screen whose answers are taken in; `seen` are the questions that it showed."""
    filling = sitting.filling
    language = what if go == "language" and what in _offered(sitting.form.questionnaire) else ""
    begun = ""
    if go == "add":
        begun = f"{what}[{filling.add(what)}]"
    elif go == "remove":
        above, _bracket, number = what.rpartition("[")
        filling.remove(above, _number(number.rstrip("]"), 0))
    found = _screens(sitting)
    at = next((place for place, one in enumerate(found) if one.key == screen.key), min(here, len(found) - 1)) + 1
    fresh = _fresh(sitting, seen, found[at - 1]) if go == "next" and found[at - 1].key == screen.key else []
    if go == "next" and not fresh:
        at += 1
    elif go == "back":
        at = max(at - 1, 1)
    elif begun:
        at = next((place for place, one in enumerate(found, 1) if f"{one.path}/".startswith(f"{begun}/")), at)
    answering.keep(sitting, at, language)
    return _again(sitting, at, f"#{shown.id_of(fresh[0])}" if fresh else "", new=bool(fresh))


def _on_page(filling: Filling, screen: Screen) -> frozenset[str]:
    return frozenset(item.path for item in screen.items if shown.is_shown(filling, item))


def _fresh(sitting: Sitting, seen: frozenset[str], screen: Screen) -> list[str]:
    """Questions of a screen that what was answered on it has brought, or whose answer is no option any more."""
    filling = sitting.filling
    return [
        item.path
        for item in screen.items
        if isinstance(item.node, Question) and shown.is_shown(filling, item)
        if item.path not in seen or shown.unlisted(filling, item.path, item.node, sitting.typed)
    ]


# --- withdrawing


@public
def withdraw(request: HttpRequest, slug: str) -> HttpResponse:
    """Take back what was sent, by the code of its receipt."""
    language = _asked_for(request) or get_language() or "en"
    typed = request.POST.get("code", "")
    done = False
    if request.method == "POST":
        ingest.withdraw(doors.workspace_of(slug), typed)
        done = True
    return _page(request, "withdraw", language, done=done, languages=list(dict(settings.LANGUAGES)))
