"""Catalogues of messages: `update` gathers them from the code, `check` fails where French lacks one.

Two domains: "filao" for what is said below Django (documents, problems, fields), "django" for the app. French is
complete. Kreol Morisien holds what people who answer a form may read, as drafts that wait for a native speaker; for the
rest it falls back to French.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract, extract_from_file
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src" / "filao"
LANGUAGES = ("fr", "mfe")
DRAFTS = ("mfe",)
"""Languages whose messages wait for a native speaker, and of which only those for people who answer a form are written."""
BELOW = {"N_": None, "say": (2,), "say_n": (2, 3)}
ABOVE = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "ngettext": (1, 2),
    "_two": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
}

BEHIND_A_LINK = ("link_dead", "link_elsewhere", "round_over", "held_from_body", "no_such_paragraph")
"""Problems that a body meets behind the link of a round of comments."""

Message = str | tuple[str, ...]


def messages_below() -> Iterator[Message]:
    """Messages of documents, exchange and core's fields."""
    from filao.core.register import KINDS

    for folder in ("documents", "exchange"):
        for path in sorted((PACKAGE / folder).rglob("*.py")):
            for _line, message, _comments, _context in extract_from_file("python", path, keywords=BELOW):
                yield _whole(message)
    for kind in KINDS.values():
        for field in kind.fields:
            yield field.label
            yield field.meaning


def messages_above() -> Iterator[Message]:
    """Messages of the app: its code and its templates, and the names of its languages."""
    from django.conf import settings

    if not settings.configured:
        settings.configure(USE_I18N=True)
    for path in [PACKAGE / "settings.py", *sorted((PACKAGE / "web").rglob("*.py"))]:
        for _line, message, _comments, _context in extract_from_file("python", path, keywords=ABOVE):
            yield _whole(message)
    yield from _of_templates("")


def _of_templates(folder: str) -> Iterator[Message]:
    from django.utils.translation.template import templatize

    places = (PACKAGE / "web" / "templates" / folder).rglob("*.*")
    for path in sorted(place for place in places if place.suffix in (".html", ".txt")):
        source = templatize(path.read_text(encoding="utf-8"), origin=str(path))
        for _line, message, _comments, _context in extract("javascript", BytesIO(source.encode()), keywords=ABOVE):
            yield _whole(message)


def for_respondents_below() -> Iterator[Message]:
    """What is wrong with an answer or a link, as people who answer read it."""
    from filao.documents.words.problems import CATALOGUE
    from filao.documents.words.problems.answering import OF_ANSWERS, RESPONDENTS

    for code in (*RESPONDENTS, *OF_ANSWERS, *BEHIND_A_LINK):
        yield from CATALOGUE[code][:2]


def for_respondents_above() -> Iterator[Message]:
    """The pages behind a link."""
    for name in ("screens.py", "offline.py", "views/review_page.py"):
        for _line, message, _comments, _context in extract_from_file("python", PACKAGE / "web" / name, keywords=ABOVE):
            yield _whole(message)
    yield from _of_templates("respond")
    yield from _of_templates("commenting")


def _whole(message: object) -> Message:
    """A message as its key in a catalogue; a plural that Babel leaves half empty is one message."""
    if isinstance(message, (tuple, list)):
        parts = tuple(str(part) for part in message if part)
        return parts if len(parts) > 1 else parts[0]
    return str(message)


_PASSING = (
    rb'"(?:POT-Creation-Date|PO-Revision-Date|Generated-By|Last-Translator|Language-Team|Project-Id-Version'
    rb"|Report-Msgid-Bugs-To):[^\n]*\n"
)
"""Lines of a header that change without a change of content."""

DOMAINS = {
    "filao": (PACKAGE / "locale", messages_below, for_respondents_below),
    "django": (PACKAGE / "web" / "locale", messages_above, for_respondents_above),
}


def _path(folder: Path, language: str, domain: str) -> Path:
    return folder / language / "LC_MESSAGES" / f"{domain}.po"


def _read(path: Path) -> Catalog:
    if not path.exists():
        return Catalog(locale="fr")
    with path.open("rb") as file:
        return read_po(file, locale="fr")


def gathered(domain: str, language: str) -> set[Message]:
    """What the catalogue of a language holds."""
    _folder, whole, for_respondents = DOMAINS[domain]
    return {message for message in (for_respondents if language in DRAFTS else whole)() if message}


def update() -> None:
    for domain, (folder, *_messages) in DOMAINS.items():
        for language in LANGUAGES:
            found = gathered(domain, language)
            path = _path(folder, language, domain)
            old = _read(path)
            new = Catalog(
                locale="fr",
                domain=domain,
                charset="utf-8",
                fuzzy=False,
                header_comment=f"# Filao, domain {domain}, {language}",
            )
            for message in sorted(found, key=str):
                kept = old.get(message if isinstance(message, str) else message[0])
                string = kept.string if kept and _id(kept) == message else None
                flags = {"python-brace-format"} if domain == "filao" and "{" in str(message) else ()
                comments = ["draft, to be read by a native speaker"] if language in DRAFTS else []
                new.add(message, string, flags=flags, user_comments=comments)
            path.parent.mkdir(parents=True, exist_ok=True)
            out = BytesIO()
            write_po(out, new, width=120, sort_output=True, no_location=True)
            header = out.getvalue().replace(b'"Language: fr', b'"Language: ' + language.encode())
            path.write_bytes(re.sub(_PASSING, b"", header))
            lacking = sum(not _said(m) for m in new if m.id)
            print(f"{domain} {language}: {len(found)} messages, {lacking} without a translation")


def _id(message: object) -> Message:
    id = message.id  # type: ignore[attr-defined]
    return tuple(id) if isinstance(id, list) else id


def _said(message: object) -> bool:
    string = message.string  # type: ignore[attr-defined]
    return all(string) if isinstance(string, (tuple, list)) else bool(string)


_PLACES = re.compile(r"\{(\w*)[^{}]*\}|%\((\w+)\)s")


def _places(text: str) -> set[tuple[str, str]]:
    return set(_PLACES.findall(text))


def check() -> int:
    """Nothing missing, nothing fuzzy, the same {places} in both languages."""
    faults = []
    for domain, (folder, *_messages) in DOMAINS.items():
        for language in LANGUAGES:
            found = gathered(domain, language)
            catalogue = _read(_path(folder, language, domain))
            for message in sorted(found, key=str):
                entry = catalogue.get(message if isinstance(message, str) else message[0])
                if entry is None or _id(entry) != message or not _said(entry):
                    faults.append(f"{domain} {language}: no translation of {message!r}")
                    continue
                if entry.fuzzy:
                    faults.append(f"{domain} {language}: fuzzy: {message!r}")
                strings = entry.string if isinstance(entry.string, (tuple, list)) else (entry.string,)
                wanted = _places(message if isinstance(message, str) else message[-1])
                for string in strings:
                    other = _places(string) - wanted if len(strings) > 1 else _places(string) ^ wanted
                    if other:
                        faults.append(f"{domain} {language}: other places in {string!r} than in {message!r}")
            known = {_id(m) for m in catalogue if m.id}
            faults += [f"{domain} {language}: no longer in the code: {id!r}" for id in known - found]
    for fault in faults[:40]:
        print(fault)
    if faults:
        print(f"{len(faults)} faults in the catalogues; `make translations` brings them up to date.")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(check() if sys.argv[1:] == ["check"] else update())
