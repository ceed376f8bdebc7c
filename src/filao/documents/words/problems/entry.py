"""One entry of the catalogue of problems."""

from __future__ import annotations

from typing import NamedTuple


class Entry(NamedTuple):
    """The sentence that says what is wrong, the act that mends it, and the HTTP status of a page that says so."""

    sentence: str
    mend: str
    status: int = 400
