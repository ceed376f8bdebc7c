"""Zip packages made the same every time: files in the order given, one settled date, no trace of the machine."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from datetime import datetime

STILL = datetime(1980, 1, 1)
"""The date every file carries, so that the clock is no part of it."""


def zipped(files: Mapping[str, bytes]) -> bytes:
    """A zip of these files by name; equal content gives equal bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name, STILL.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            package.writestr(entry, data, compresslevel=6)
    return out.getvalue()
