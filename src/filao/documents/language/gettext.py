"""Translation below Django: catalogues of the domain "filao", the language given with each call."""

from __future__ import annotations

import gettext as _gettext
from functools import cache
from pathlib import Path

LANGUAGES = ("en", "fr", "mfe")
_FOLDER = Path(__file__).parents[2] / "locale"


def N_(message: str) -> str:  # noqa: N802  the name gettext tools look for
    """Mark a message for translation where it is written; it is translated where it is said."""
    return message


@cache
def _catalogue(language: str) -> _gettext.NullTranslations:
    """The catalogue of a language; Kreol falls back to French, and everything to English."""
    chain = {"fr": ["fr"], "mfe": ["mfe", "fr"]}.get(language, [])
    found: _gettext.NullTranslations = _gettext.NullTranslations()
    for code in reversed(chain):
        one = _gettext.translation("filao", _FOLDER, [code], fallback=True)
        one.add_fallback(found)
        found = one
    return found


def say(language: str, message: str, /, **values: object) -> str:
    """The message in a language, its {names} filled in."""
    text = _catalogue(language).gettext(message) if message else ""
    return text.format(**values) if values else text


def say_n(language: str, one: str, many: str, n: int, /, **values: object) -> str:
    """The message for a number: `one` for 1 (and 0 in French), `many` otherwise; {n} is the number."""
    return _catalogue(language).ngettext(one, many, n).format(n=n, **values)
