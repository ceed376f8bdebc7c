"""What ODK Collect fetches and sends (OpenRosa), by the address of a device. Every answer, refusals too, is OpenRosa.

The conditions are those of Collect itself: the version header on every answer, text/xml, 204 to HEAD, and 201 or 202 for
what was taken; 200 and 204 after a sending would count as failures there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from threading import BoundedSemaphore
from typing import Any
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from filao.core.problems import Problem
from filao.documents.words import problems
from filao.exchange import openrosa
from filao.web.views.base import anyone
from filao.web.views.people import address_of
from filao.work.collection import collectors
from filao.work.collection.collectors import Device
from filao.work.collection.ingest import Receipt

ACCEPT_LENGTH = 10 * 1024 * 1024
"""Bytes up to which Collect puts files together in one sending; a single larger file still comes."""

XML = "text/xml; charset=utf-8"
_STATUS = {"created": 201, "duplicate": 202}
_ASIDE: dict[str, tuple[int, Any]] = {
    "malformed": (400, gettext_lazy("The answer could not be read. It was put aside.")),
    "no_instance_id": (400, gettext_lazy("The answer carries no usable id. It was put aside.")),
    "unknown_form": (404, gettext_lazy("This form is not known here. The answer was put aside.")),
    "unknown_version": (404, gettext_lazy("This version of the form is not known here. The answer was put aside.")),
    "not_assigned": (403, gettext_lazy("This form was not given to this device. The answer was put aside.")),
    "form_closed": (409, gettext_lazy("This form takes no more answers. The answer was put aside.")),
    "conflict": (409, gettext_lazy("Another answer came under the same id. This one was put aside.")),
    "edit_unknown": (409, gettext_lazy("The answer that was edited is not known here. The edit was put aside.")),
    "edit_stale": (409, gettext_lazy("The answer was edited elsewhere since. This edit was put aside.")),
}
"""Reason why an answer was put aside -> status and sentence."""

_large = BoundedSemaphore(2)
"""Bodies above what is announced are read two at a time, so that they cannot fill the memory together."""


def for_device(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A page for the device whose token stands in the address; what is refused is said as OpenRosa says it."""

    @wraps(view)
    def answered(request: HttpRequest, slug: str, token: str, **rest: Any) -> HttpResponseBase:
        try:
            response = view(request, collectors.known(slug, token), token, **rest)
        except Problem as problem:
            response = _refused(problem)
        response["X-OpenRosa-Version"] = "1.0"
        response["X-OpenRosa-Accept-Content-Length"] = str(ACCEPT_LENGTH)
        response["Date"] = http_date()
        response["Cache-Control"] = "private, no-cache"
        return response

    return csrf_exempt(anyone(answered))  # type: ignore[arg-type]


def _refused(problem: Problem) -> HttpResponse:
    fault, language = problem.fault, get_language() or "en"
    said = f"{problems.sentence(fault, language)} {problems.mend(fault, language)}"
    response = _message(said, problems.status(fault.code), "submit_failure")
    if response.status_code in (429, 503):
        response["Retry-After"] = "60"
    return response


def _message(said: str, status: int, nature: str = "submit_success") -> HttpResponse:
    return HttpResponse(openrosa.response(said, nature), content_type=XML, status=status)


def _fetched(request: HttpRequest, content: bytes, etag: str, content_type: str = XML) -> HttpResponseBase:
    """Content for a client that may have it already."""
    whole = HttpResponse(content, content_type=content_type)
    whole["ETag"] = f'"{etag}"'
    return get_conditional_response(request, etag=whole["ETag"], response=whole) or whole


def _hash_of(content: bytes) -> str:
    import hashlib

    return hashlib.md5(content, usedforsecurity=False).hexdigest()


def _url(request: HttpRequest, name: str, device: Device, token: str, *more: str) -> str:
    return address_of(request, reverse(name, args=[device.workspace.slug, token, *more]))


@for_device
def form_list(request: HttpRequest, device: Device, token: str) -> HttpResponseBase:
    asked = request.GET
    every = asked.get("listAllVersions", "").lower() in ("1", "true", "yes")
    found = collectors.open_forms(device, form_id=asked.get("formID", ""), every_version=every)
    content = openrosa.form_list(
        openrosa.Listed(
            form.form_id, form.version, form.title, form.md5, _url(request, "device-form", device, token, form.id),
            _url(request, "device-manifest", device, token, form.id) if form.media else "",
        )
        for form in found
    )  # fmt: skip
    return _fetched(request, content, _hash_of(content))


@for_device
def manifest(request: HttpRequest, device: Device, token: str, id: str) -> HttpResponseBase:
    content = openrosa.manifest(
        openrosa.Media(
            file["name"],
            file["md5"],
            _url(request, "device-form", device, token, id) + "/" + quote(file["name"], safe=""),
        )
        for file in collectors.open_form(device, id).media
    )
    return _fetched(request, content, _hash_of(content))


@for_device
def form(request: HttpRequest, device: Device, token: str, id: str) -> HttpResponseBase:
    return _fetched(request, collectors.form_bytes(device, id), collectors.open_form(device, id).md5)


@for_device
def media(request: HttpRequest, device: Device, token: str, id: str, name: str) -> HttpResponseBase:
    content = collectors.media_bytes(device, id, name)
    response = _fetched(request, content, _hash_of(content), "application/octet-stream")
    response["Content-Disposition"] = "attachment"
    return response


@for_device
def submission(request: HttpRequest, device: Device, token: str) -> HttpResponseBase:
    if request.method != "POST":
        return HttpResponse(status=204)
    with sent(request) as sending:
        receipt = collectors.receive(device, sending.xml, sending.files, _client(request))
    return _receipt(receipt)


def _receipt(receipt: Receipt) -> HttpResponse:
    if receipt.status == "quarantined":
        status, said = _ASIDE[receipt.reason]
        return _message(str(said), status, "submit_failure")
    said = _("The answer was received.") if receipt.status == "created" else _("The answer was here already.")
    if receipt.receipt_code:
        said = f"{said} {_('Code to withdraw it:')} {receipt.receipt_code}"
    return _message(said, _STATUS[receipt.status])


def _client(request: HttpRequest) -> dict[str, str]:
    """What a client says of itself; it is kept closed, and of anonymous answers not at all."""
    told = {
        "agent": request.headers.get("User-Agent", ""), "device": request.GET.get("deviceID", ""),
        "odk": request.headers.get("X-ODK-Client", ""),
    }  # fmt: skip
    return {name: text[:200] for name, text in told.items() if text}


def _length(request: HttpRequest) -> int | None:
    """Bytes that the client says it sends; None where it sends pieces until it is done."""
    said = request.META.get("CONTENT_LENGTH") or ""
    return int(said) if said.isascii() and said.isdecimal() else None


def _reader(request: HttpRequest) -> Callable[[int], bytes]:
    """The body as it comes; Django itself reads none of a body without a length."""
    if not request.META.get("CONTENT_LENGTH") and request.META.get("wsgi.input_terminated"):
        return request.META["wsgi.input"].read  # type: ignore[no-any-return]
    return request.read


@contextmanager
def sent(request: HttpRequest) -> Iterator[openrosa.Sending]:
    """The parts of a sending, large ones in turn. Raises what `openrosa.read_sending` raises."""
    length = _length(request)
    with _in_turn(length):
        yield openrosa.read_sending(_reader(request), request.headers.get("Content-Type", ""), length)


@contextmanager
def _in_turn(length: int | None) -> Iterator[None]:
    if length is not None and length <= ACCEPT_LENGTH:
        yield
        return
    with _large:
        yield
