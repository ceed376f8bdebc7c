"""Readers of what devices send, with uploads to damage, for `tests.fuzzing`."""

from __future__ import annotations

import io
from collections.abc import Callable

from tests.collect import multipart
from tests.collecting import answer, xform
from tests.fuzzing import Reader

from filao.core.forms.closed import sorting
from filao.exchange import openrosa
from filao.exchange import xform as forms

FORM = forms.read(xform(), "visit")
SORTING = sorting(FORM)
XML = (
    answer(sector="police", needs="law data", officers="12", told="words", photo="a.jpg", tie__with="CDU").xml,
    answer(2, replaces=1, meta="<orx:audit>audit.csv</orx:audit>", share="0.5", since="2020-01-01").xml,
    b'<data id="visit" version="1" encrypted="yes"><meta><instanceID>uuid:1</instanceID></meta><media><file>a</file></media>'
    b"<encryptedXmlFile>b</encryptedXmlFile></data>",
)
BODIES = (
    multipart(XML[0], {"a.jpg": b"picture", "\u00e9\u00e0.m4a": b"sound"}, incomplete=True)[1],
    multipart(XML[1], {})[1],
)
AUDIT = b"event,node,start,end\nform start,,1763778000000,\nquestion,/data/tie[2]/kind,1763778001000,1763778004500\n"


def answer_read(data: bytes) -> object:
    """Read an answer and sort it as taking it in does; nothing that is a word may be kept open."""
    instance = forms.read_instance(data)
    values = forms.placed(instance.values, FORM)
    found = SORTING.open_answers(values)
    assert set(found) <= set(values)
    SORTING.file_names(values)
    return instance


def upload_read(data: bytes) -> object:
    sending = openrosa.read_sending(io.BytesIO(data).read, "multipart/form-data; boundary=e5a1-0b2c", len(data))
    assert all("/" not in name for name in sending.files)
    assert len(sending.xml) + sum(len(file) for file in sending.files.values()) <= len(data)
    return sending


READERS: dict[str, Callable[[], tuple[Reader, list[bytes]]]] = {
    "answer xml": lambda: (answer_read, list(XML)),
    "upload in parts": lambda: (upload_read, list(BODIES)),
    "audit log": lambda: (openrosa.read_audit, [AUDIT]),
}
"""Name of a reader -> what makes it and its seeds."""
