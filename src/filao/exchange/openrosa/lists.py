"""The documents that a server hands to OpenRosa clients: form list, manifest, response, and the settings of a QR code."""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from xml.sax.saxutils import escape

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_LIST = "http://openrosa.org/xforms/xformsList"
_MANIFEST = "http://openrosa.org/xforms/xformsManifest"
_RESPONSE = "http://openrosa.org/http/response"


@dataclass(frozen=True, slots=True)
class Listed:
    """A form as the list names it. `md5` is of the exact bytes served; `manifest` is "" where it needs no files."""

    form_id: str
    version: str
    name: str
    md5: str
    url: str
    manifest: str = ""


@dataclass(frozen=True, slots=True)
class Media:
    """A file that a form needs, with the MD5 of its bytes."""

    name: str
    md5: str
    url: str


def form_list(forms: Iterable[Listed]) -> bytes:
    """The forms that a client may fetch (OpenRosa Form List API 1.0)."""
    entries = (
        _element(
            "xform",
            ("formID", form.form_id), ("name", form.name), ("version", form.version), ("hash", f"md5:{form.md5}"),
            ("downloadUrl", form.url), *((("manifestUrl", form.manifest),) if form.manifest else ()),
        )
        for form in forms
    )  # fmt: skip
    return _document("xforms", _LIST, entries)


def manifest(files: Iterable[Media]) -> bytes:
    """The files that belong to a form."""
    entries = (
        _element("mediaFile", ("filename", file.name), ("hash", f"md5:{file.md5}"), ("downloadUrl", file.url))
        for file in files
    )
    return _document("manifest", _MANIFEST, entries)


def response(message: str, nature: str = "submit_success") -> bytes:
    """What the person is shown after a sending; `nature` is submit_success or submit_failure."""
    said = f'<message nature="{escape(nature)}">{escape(message)}</message>'
    return _document("OpenRosaResponse", _RESPONSE, (said,))


def _document(root: str, namespace: str, entries: Iterable[str]) -> bytes:
    return "".join((_HEAD, f'<{root} xmlns="{namespace}">', *entries, f"</{root}>\n")).encode()


def _element(name: str, *values: tuple[str, str]) -> str:
    return "".join((f"<{name}>", *_leaves(values), f"</{name}>"))


def _leaves(values: Iterable[tuple[str, str]]) -> Iterator[str]:
    for name, text in values:
        yield f"<{name}>{escape(text)}</{name}>"


def settings_code(url: str, project: str, *, color: str, icon: str, general: Mapping[str, object] | None = None) -> str:
    """The text of a QR code that sets up ODK Collect: JSON, packed with zlib, as base64.

    `url` holds the token of the collector: whoever reads the code may send in the collector's place. Collect is told to
    fetch forms by itself and to send as soon as there is a connection; `general` adds further settings.
    """
    settings = {
        "general": {
            "protocol": "odk_default",
            "server_url": url,
            "username": "",
            "password": "",
            "form_update_mode": "match_exactly",
            "periodic_form_updates_check": "every_fifteen_minutes",
            "autosend": "wifi_and_cellular",
            "delete_send": False,
            **(general or {}),
        },
        "admin": {},
        "project": {"name": project, "icon": icon, "color": color},
    }
    text = json.dumps(settings, ensure_ascii=False, separators=(",", ":"))
    return base64.b64encode(zlib.compress(text.encode(), 9)).decode()
