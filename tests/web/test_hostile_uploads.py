"""Hostile uploads at the door for devices: each is refused in words that Collect can show, or taken as what it is."""

from __future__ import annotations

import gzip
import io
import time
import zipfile
from typing import Any

import pytest
from django.test import Client
from tests.collect import Collect, multipart, over_django
from tests.collecting import answer, publish

from filao.store.collection import AttachmentRow, QuarantineRow, ResponseRow
from filao.store.people import Workspace
from filao.work.access import Actor
from filao.work.collection import collectors

pytestmark = pytest.mark.database

FORM_DATA = "multipart/form-data; boundary=b"
GOOD = answer(sector="police", photo="a.jpg").xml
ID = answer().id.encode()
Case = tuple[bytes, str, int]


def part(head: bytes, content: bytes = b"x") -> bytes:
    return b"--b\r\n" + head + b"\r\n\r\n" + content + b"\r\n"


def named(name: bytes, file_name: bytes | None = None, content: bytes = b"x", more: bytes = b"") -> bytes:
    disposition = b'Content-Disposition: form-data; name="' + name + b'"'
    disposition += b'; filename="' + file_name + b'"' if file_name is not None else b""
    return part(disposition + more, content)


XML = named(b"xml_submission_file", b"answer.xml", GOOD)
END = b"--b--\r\n"


def sent(*parts: bytes, kind: str = FORM_DATA, status: int = 400) -> Case:
    return b"".join(parts) + END, kind, status


def xml(content: bytes, status: int = 400) -> Case:
    return multipart(content, {})[1], "multipart/form-data; boundary=e5a1-0b2c", status


def inside(content: bytes, head: bytes = b"<?xml version='1.0'?>") -> bytes:
    """An answer with this content in its first question."""
    meta = b"<meta><instanceID>" + ID + b"</instanceID></meta>"
    return head + b'<data id="visit" version="1"><told>' + content + b"</told>" + meta + b"</data>"


def holding(name: bytes, content: bytes) -> bytes:
    """An answer with this content in the question named."""
    return inside(b"x").replace(b"told>", name + b">").replace(b">x<", b">" + content + b"<")


def zip_bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("a", b"0" * 50_000_000)
    return out.getvalue()


ENTITY = b'<!DOCTYPE data [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
LAUGHS = (
    b"<!DOCTYPE data ["
    + b"".join(b'<!ENTITY l%d "%s">' % (n, (b"&l%d;" % (n - 1)) * 10 if n else b"ha") for n in range(9))
    + b"]>"
)

CASES: dict[str, Case] = {
    # the body
    "nothing": (b"", FORM_DATA, 400),
    "no kind at all": (XML + END, "", 400),
    "plain text": (XML + END, "text/plain", 400),
    "a form of other fields": (b"a=b", "application/x-www-form-urlencoded", 400),
    "the answer alone": (GOOD, "text/xml", 400),
    "a mixed mail": (XML + END, "multipart/mixed; boundary=b", 400),
    "no boundary named": (XML + END, "multipart/form-data", 400),
    "an empty boundary": (XML + END, "multipart/form-data; boundary=", 400),
    "another boundary": (XML + END, "multipart/form-data; boundary=c", 400),
    "a boundary without end": (XML + END, "multipart/form-data; boundary=" + "b" * 4000, 400),
    "a boundary in quotation marks": (XML + END, 'multipart/form-data; charset=utf-8; boundary="b"', 201),
    "words before and behind": (b"hello\r\n" + XML + END + b"and good-bye" * 99, FORM_DATA, 201),
    "only the end": (END, FORM_DATA, 400),
    "cut in a content": (XML[:-40], FORM_DATA, 400),
    "cut in a head": (b"--b\r\nContent-Dispo", FORM_DATA, 400),
    "cut behind the boundary": (b"--b", FORM_DATA, 400),
    "no end": (XML, FORM_DATA, 400),
    "lines that end like on paper": (XML.replace(b"\r\n", b"\n") + END, FORM_DATA, 400),
    "packed": (gzip.compress(XML + END), FORM_DATA, 400),
    "a zip": (zip_bomb(), FORM_DATA, 400),
    "noise": (bytes(range(256)) * 400, FORM_DATA, 400),
    # parts
    "no answer among the parts": sent(named(b"a.jpg", b"a.jpg")),
    "two answers": sent(XML, XML),
    "an answer within an answer": sent(named(b"xml_submission_file", b"x", XML)),
    "a part without a head": sent(XML, b"--b\r\n\r\nx\r\n"),
    "a head that is none": sent(XML, part(b"no colon here")),
    "a head of a hundred kilobytes": sent(XML, part(b"X: " + b"y" * 100_000)),
    "a name twice": sent(XML, part(b'Content-Disposition: form-data; name="a"; name="b"; filename="c"')),
    "two dispositions": sent(XML, part(b'Content-Disposition: form-data; name="a"\r\nContent-Disposition: form-data; name="b"')),
    "base64 as in old mail": sent(XML, named(b"a", b"a", b"eA==", b"\r\nContent-Transfer-Encoding: base64")),
    "binary as Java says": sent(XML, named(b"a.jpg", b"a.jpg", b"x", b"\r\nContent-Transfer-Encoding: binary"), status=201),
    "a folded head": sent(XML, part(b'Content-Disposition: form-data;\r\n name="a.jpg";\r\n\tfilename="a.jpg"'), status=201),
    "a thousand parts": sent(XML, named(b"a") * 1000, status=413),
    "a field of a megabyte": sent(XML, named(b"a", None, b"x" * 1_000_000)),
    "a strange word for incomplete": sent(XML, named(b"*isIncomplete*", None, b"\xff\xfe\x00"), status=201),
    "one file twice": sent(XML, named(b"a.jpg", b"a.jpg"), named(b"a.jpg", b"a.jpg"), status=201),
    "two files of one name": sent(XML, named(b"a.jpg", b"a.jpg", b"one"), named(b"a.jpg", b"a.jpg", b"two")),
    "a bomb as a picture": sent(XML, named(b"a.jpg", b"a.jpg", zip_bomb()), status=201),
    "a boundary within a file": sent(XML, named(b"a.jpg", b"a.jpg", b"x--b--\r\n--c\r\n-- b"), status=201),
    # names of files
    "a name that climbs": sent(XML, named(b"a", b"../../../etc/passwd")),
    "a name from the root": sent(XML, named(b"a", b"/etc/passwd")),
    "a name of Windows": sent(XML, named(b"a", rb"C:\\users\\a.jpg")),
    "two dots": sent(XML, named(b"a", b"..")),
    "a name with a nought": sent(XML, named(b"a", b"a\x00.jpg")),
    "a name with a line end": sent(XML, named(b"a", b"a%0D%0ASet-Cookie: x")),
    "a name that climbs in code": sent(
        XML, part(b"Content-Disposition: form-data; name=\"a\"; filename*=UTF-8''%2e%2e%2fetc%2fpasswd")
    ),
    "a name of a thousand signs": sent(XML, named(b"a", b"x" * 1000)),
    "a name in an old alphabet": sent(XML, named(b"a", "\u00e9t\u00e9.jpg".encode("latin-1")), status=201),
    "a name in no alphabet": sent(XML, part(b"Content-Disposition: form-data; name=\"a\"; filename*=x-none''%ff%fe"), status=201),
    "a name that turns writing around": sent(XML, named(b"a", "a\u202egpj.exe".encode()), status=201),
    "no name": sent(XML, named(b"", b"")),
    # the XML of the answer
    "no XML": xml(b"sector: police"),
    "an empty answer": xml(b""),
    "cut short": xml(GOOD[:-9]),
    "noughts": xml(inside(b"a\x00b")),
    "an entity of the machine": xml(inside(b"&e;", ENTITY)),
    "an entity of a machine elsewhere": xml(inside(b"&e;", ENTITY.replace(b"file:///etc/passwd", b"http://192.0.2.1/x"))),
    "a parameter entity": xml(inside(b"x", b'<!DOCTYPE data [<!ENTITY % p SYSTEM "file:///etc/passwd"> %p;]>')),
    "a billion laughs": xml(inside(b"&l8;", LAUGHS)),
    "a document type": xml(inside(b"x", b"<!DOCTYPE data>")),
    "an inclusion": xml(inside(b'<i:include xmlns:i="http://www.w3.org/2001/XInclude" href="file:///etc/passwd"/>'), 201),
    "a style sheet": xml(inside(b"x", b'<?xml-stylesheet href="http://192.0.2.1/x"?>'), 201),
    "ten thousand levels": xml(b"<data id='visit'>" + b"<a>" * 10_000),
    "fifty thousand names": xml(b"<data id='visit'>" + b"".join(b"<n%d/>" % n for n in range(50_000)) + b"</data>"),
    "a tag of two megabytes": xml(b"<data id='" + b"v" * 2_000_000 + b"'/>"),
    "five megabytes of words": xml(inside(b"word " * 1_000_000), 413),
    "a hundred thousand ties": xml(inside(b"").replace(b"<meta>", b"<tie><kind>refers</kind></tie>" * 100_000 + b"<meta>"), 201),
    "UTF-16": xml(inside(b"x", b"").decode().join(("<?xml version='1.0' encoding='UTF-16'?>", "")).encode("utf-16"), 201),
    "UTF-7": xml(inside(b"+ADw-x+AD4-", b"<?xml version='1.0' encoding='UTF-7'?>")),
    "an unknown encoding": xml(inside(b"x", b"<?xml version='1.0' encoding='x-klingon'?>")),
    "bytes that are not what they say": xml(inside(b"\xff\xfe\xe9")),
    "an old encoding that says so": xml(inside(b"\xe9t\xe9", b"<?xml version='1.0' encoding='ISO-8859-1'?>"), 201),
    "a mark of encoding": xml(b"\xef\xbb\xbf" + GOOD, 201),
    "an id without end": xml(GOOD.replace(ID, b"uuid:" + b"x" * 100_000)),
    "an id of code": xml(GOOD.replace(ID, b"'; DROP TABLE store_responserow; --"), 201),
    "a form of code": xml(GOOD.replace(b'id="visit"', b'id="&lt;script&gt;alert(1)&lt;/script&gt;"'), 404),
    "a form without end": xml(GOOD.replace(b'id="visit"', b'id="' + b"v" * 100_000 + b'"'), 404),
    "a number of a million digits": xml(holding(b"officers", b"9" * 1_000_000), 201),
    "a choice of a million words": xml(holding(b"needs", b"law " * 900_000), 201),
    "a file called by a path": xml(GOOD.replace(b"a.jpg", b"../../a.jpg"), 201),
    "a formula": xml(inside(b"=cmd|' /C calc'!A0"), 201),
    "an edit of itself": xml(answer(1, replaces=1).xml, 409),
}  # fmt: skip


@pytest.fixture
def collect(actor: Actor, workspace: Workspace, client: Client, settings: Any) -> Collect:
    publish(workspace)
    settings.ALLOWED_HOSTS = ["filao.example"]
    client.defaults |= {"REMOTE_ADDR": "192.0.2.7"}
    token = collectors.make(actor, workspace, "Tablet 1")
    return Collect(f"http://filao.example/mauritius/key/{token}", over_django(client))


@pytest.mark.parametrize("case", CASES)
def test_a_hostile_upload_is_refused_in_words_or_taken_as_what_it_is(collect: Collect, case: str) -> None:
    body, kind, status = CASES[case]
    begun = time.process_time()

    found = collect._request("POST", f"{collect.url}/submission", {"Content-Type": kind}, body)

    said = Collect.message(found)
    assert (found.status, bool(said)) == (status, True), said
    assert "…" not in said
    assert b"<script" not in found.body
    assert b"root:" not in found.body
    assert time.process_time() - begun < 5
    assert (ResponseRow.objects.count() == 1) == (status == 201)
    assert QuarantineRow.objects.count() <= 1
    for row in ResponseRow.objects.all():
        assert all(len(text) < 10_000 for text in row.closed.values())
        assert not any("passwd" in text for text in row.closed.values())
    assert not AttachmentRow.objects.filter(name__contains="/").exists()


def test_there_are_sixty_of_them() -> None:
    assert len(CASES) >= 60
