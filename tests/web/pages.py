"""What the tests of the app read from its answers."""

from __future__ import annotations

import re
from html import unescape

from django.http import HttpResponse


def text_of(answer: HttpResponse) -> str:
    """The words of a page."""
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode())))
