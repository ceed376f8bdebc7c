"""XML from outside fed to expat piece by piece, so that no single tag and no flood of names can fill the memory."""

from __future__ import annotations

from collections.abc import Callable
from typing import NoReturn
from xml.parsers.expat import XMLParserType

from filao.exchange.limits import NAMES_LIMIT, TOKEN_LIMIT

BLOCK = 1 << 18
"""Bytes to feed at a time."""


class Feeding:
    """A parser, what it was fed, and what to do when the file asks for too much.

    Expat keeps an unfinished tag whole, with every attribute, and each new name for good. `refuse` is called when a tag
    is longer than TOKEN_LIMIT bytes or the part has more than NAMES_LIMIT different names. The handlers of the parser
    raise what they raise; expat's own errors pass through.
    """

    def __init__(self, parser: XMLParserType, refuse: Callable[[], NoReturn]) -> None:
        self._parser = parser
        self._refuse = refuse
        self._fed = 0

    def feed(self, block: bytes, last: bool = False) -> None:
        """Take one block of at most BLOCK bytes."""
        self._fed += len(block)
        self._parser.Parse(block, last)
        if not last and self._fed - self._parser.CurrentByteIndex > TOKEN_LIMIT:
            self._refuse()
        if len(self._parser.intern) > NAMES_LIMIT:
            self._refuse()

    def feed_all(self, data: bytes) -> None:
        """Take a whole file."""
        for start in range(0, len(data), BLOCK):
            self.feed(data[start : start + BLOCK])
        self.feed(b"", True)
