"""An emulator of ODK Collect, written from its documented behaviour: what it asks for, what it refuses, how it sends.

Sources: docs.getodk.org (OpenRosa form list, form submission, HTTP request API; Collect import and export of settings), and
the conditions that getodk/collect puts on answers: the version header and text/xml on lists, exactly 204 to HEAD, 201 or 202
to a POST. It is stricter than Collect in one thing: it compares hashes of what it fetched.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import http.client
import json
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree

from django.test import Client

LIST = "{http://openrosa.org/xforms/xformsList}"
MANIFEST = "{http://openrosa.org/xforms/xformsManifest}"
RESPONSE = "{http://openrosa.org/http/response}"
LEAVES = ("formID", "version", "name", "hash", "downloadUrl", "manifestUrl")
DEFAULT_LENGTH = 10_000_000
FILES_A_POST = 100
DATE = "Sun, 22 Nov 2026 01:05:16 GMT"
"""Collect writes its clock with twelve hours: a quarter past one after noon reads as night."""


class Refused(Exception):
    """What Collect would show as a failure, with the server's message where there is one."""

    def __init__(self, what: str, status: int = 0, message: str = "") -> None:
        super().__init__(f"{what} ({status}) {message}")
        self.what, self.status, self.message = what, status, message


@dataclass(frozen=True)
class Answered:
    status: int
    headers: Mapping[str, str]
    body: bytes


Send = Callable[[str, str, Mapping[str, str], bytes | Iterator[bytes]], Answered]


def over_django(client: Client) -> Send:
    """Requests through the test client of Django."""

    def send(method: str, url: str, headers: Mapping[str, str], body: bytes | Iterator[bytes]) -> Answered:
        parts = urlsplit(url)
        given = dict(headers)
        more = {
            f"HTTP_{name.upper().replace('-', '_')}": value for name, value in given.items() if name != "Content-Type"
        }
        whole = body if isinstance(body, bytes) else b"".join(body)
        answer = client.generic(
            method, parts.path + (f"?{parts.query}" if parts.query else ""), whole,
            content_type=given.get("Content-Type", ""), HTTP_HOST=parts.netloc, **more,
        )  # fmt: skip
        return Answered(answer.status_code, {n.lower(): v for n, v in answer.headers.items()}, answer.content)

    return send


def over_http(url: str) -> Send:
    """Requests over a connection that stays open."""
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=60)

    def send(method: str, url: str, headers: Mapping[str, str], body: bytes | Iterator[bytes]) -> Answered:
        parts = urlsplit(url)
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        connection.request(method, path, body or None, dict(headers), encode_chunked=not isinstance(body, bytes))
        answer = connection.getresponse()
        return Answered(answer.status, {n.lower(): v for n, v in answer.getheaders()}, answer.read())

    return send


@dataclass(frozen=True)
class Listed:
    form_id: str
    version: str
    name: str
    hash: str
    url: str
    manifest: str


@dataclass
class Collect:
    """One installation of Collect, set up with the address of a server."""

    url: str
    send: Send
    device: str = "collect:AbCdEf0123456789"
    language: str = "en"
    length: int = DEFAULT_LENGTH
    cache: dict[str, Answered] = field(default_factory=dict)
    posts: int = 0

    @classmethod
    def scanned(cls, code: str, send: Send) -> Collect:
        """Set up by the code of settings: base64 of zlib of JSON."""
        settings = json.loads(zlib.decompress(base64.b64decode(code)))
        assert {"general", "admin", "project"} <= set(settings)
        return cls(settings["general"]["server_url"].rstrip("/"), send)

    def _request(self, method: str, url: str, headers: Mapping[str, str] | None = None, body: Any = b"") -> Answered:
        told = {
            "X-OpenRosa-Version": "1.0", "Date": DATE, "Accept-Encoding": "gzip", "Accept-Language": self.language,
            "User-Agent": "org.odk.collect.android/v2025.2.3 Dalvik/2.1.0", **(headers or {}),
        }  # fmt: skip
        answer = self.send(method, url, told, body)
        if answer.headers.get("content-encoding") == "gzip" and answer.body:
            answer = Answered(answer.status, answer.headers, gzip.decompress(answer.body))
        return answer

    # --- fetching

    def get(self, url: str) -> Answered:
        """What stands at an address, from the cache where the server says that it still holds."""
        kept = self.cache.get(url)
        answer = self._request("GET", url, {"If-None-Match": kept.headers["etag"]} if kept else {})
        if kept and answer.status == 304:
            return Answered(200, {**kept.headers, **answer.headers}, kept.body)
        if answer.status in (401, 403):
            raise Refused("not allowed", answer.status, self.message(answer))
        if answer.status != 200:
            raise Refused("not there", answer.status, self.message(answer))
        if "etag" in answer.headers:
            self.cache[url] = answer
        return answer

    def xml(self, url: str) -> ElementTree.Element:
        """A document of OpenRosa; what is not one is taken for the page of a network's proxy."""
        answer = self.get(url)
        if not answer.headers.get("content-type", "").startswith("text/xml"):
            raise Refused("network proxy", answer.status)
        if answer.headers.get("x-openrosa-version") != "1.0":
            raise Refused("not an OpenRosa server", answer.status)
        return ElementTree.fromstring(answer.body)

    def form_list(self, query: str = "") -> list[Listed]:
        root = self.xml(f"{self.url}/formList?deviceID={self.device}{query}")
        if root.tag != f"{LIST}xforms":
            raise Refused("not a form list")
        return [Listed(*(form.findtext(LIST + name, "") for name in LEAVES)) for form in root.findall(f"{LIST}xform")]

    def form(self, listed: Listed) -> bytes:
        """The form of a line of the list, with the hash that was told."""
        answer = self.get(listed.url)
        if not answer.headers.get("content-type", "").startswith("text/xml"):
            raise Refused("network proxy", answer.status)
        if f"md5:{hashlib.md5(answer.body).hexdigest()}" != listed.hash:
            raise Refused("another form than listed")
        return answer.body

    def media(self, listed: Listed) -> dict[str, bytes]:
        """The files of a form; names that lead out of the folder of the form are refused."""
        if not listed.manifest:
            return {}
        found = {}
        for file in self.xml(listed.manifest).findall(f"{MANIFEST}mediaFile"):
            name, told, url = (file.findtext(MANIFEST + part, "") for part in ("filename", "hash", "downloadUrl"))
            if name.startswith("/") or ".." in name.split("/"):
                raise Refused("a name that leads elsewhere")
            found[name] = self.get(url).body
            if f"md5:{hashlib.md5(found[name]).hexdigest()}" != told:
                raise Refused("another file than listed")
        return found

    # --- sending

    def upload(self, xml: bytes, files: Mapping[str, bytes] | None = None, *, chunked: bool = False) -> str:
        """Send a finalized answer as Collect does; returns the server's message."""
        target = f"{self.url}/submission?deviceID={self.device}"
        head = self._request("HEAD", target)
        if head.status != 204:
            raise Refused("the server did not say 204 to HEAD", head.status)
        self.length = int(head.headers.get("x-openrosa-accept-content-length", DEFAULT_LENGTH))
        waiting = list((files or {}).items())
        message = ""
        while True:
            batch, waiting = self._batch(waiting, len(xml))
            boundary, body = multipart(xml, dict(batch), incomplete=bool(waiting))
            kind = {"Content-Type": f"multipart/form-data; boundary={boundary}"}
            pieces = (body[place : place + 1000] for place in range(0, len(body), 1000))
            answer = self._request("POST", target, kind, pieces if chunked else body)
            self.posts += 1
            message = self.message(answer)
            if answer.status not in (201, 202):
                raise Refused("the server refused", answer.status, message)
            if not waiting:
                return message

    def _batch(
        self, files: list[tuple[str, bytes]], size: int
    ) -> tuple[list[tuple[str, bytes]], list[tuple[str, bytes]]]:
        """The files of the next POST, and those left: a hundred at most, and no more bytes than the server takes."""
        taken: list[tuple[str, bytes]] = []
        for place, (name, content) in enumerate(files):
            if taken and (size + len(content) > self.length or len(taken) >= FILES_A_POST):
                return taken, files[place:]
            taken.append((name, content))
            size += len(content)
        return taken, []

    @staticmethod
    def message(answer: Answered) -> str:
        try:
            root = ElementTree.fromstring(answer.body)
        except ElementTree.ParseError:
            return ""
        return root.findtext(f"{RESPONSE}message", "")


def multipart(
    xml: bytes, files: Mapping[str, bytes], *, incomplete: bool = False, boundary: str = "e5a1-0b2c"
) -> tuple[str, bytes]:
    """A body as OkHttp writes it: names in UTF-8, a length with each part."""
    lines: list[bytes] = []

    def part(name: str, content: bytes, file_name: str = "", kind: str = "") -> None:
        disposition = f'Content-Disposition: form-data; name="{quoted(name)}"'
        disposition += f'; filename="{quoted(file_name)}"' if file_name else ""
        head = [disposition, *([f"Content-Type: {kind}"] if kind else []), f"Content-Length: {len(content)}"]
        lines.append(f"--{boundary}\r\n".encode() + "\r\n".join(head).encode() + b"\r\n\r\n" + content + b"\r\n")

    part("xml_submission_file", xml, "answer.xml", "text/xml")
    for name, content in files.items():
        part(name, content, name, "application/octet-stream")
    if incomplete:
        part("*isIncomplete*", b"yes")
    return boundary, b"".join(lines) + f"--{boundary}--\r\n".encode()


def quoted(name: str) -> str:
    return name.replace("\n", "%0A").replace("\r", "%0D").replace('"', "%22")
