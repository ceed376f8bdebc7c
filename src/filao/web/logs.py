"""What the log of a server does not keep: addresses that open something to whoever has them."""

from __future__ import annotations

import logging
import re

_TOKEN = re.compile(r"[A-Za-z0-9_-]{16,}")


class Discreet(logging.Filter):
    """Leaves long random words out of what is logged: tokens of links, ids of records."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, tuple):
            record.args = tuple(_TOKEN.sub("…", arg) if isinstance(arg, str) else arg for arg in record.args)
        return True
