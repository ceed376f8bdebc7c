"""The door for devices: the addresses that they ask. `filao.devices` is the app that has no other."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpResponse
from django.urls import URLPattern, re_path

from filao.web.views import openrosa

urlpatterns: list[URLPattern] = [
    re_path(rf"^(?P<slug>[-\w]+)/key/(?P<token>[\w-]+)/+{place}$", view, name=name)
    for place, view, name in (
        ("formList/?", openrosa.form_list, "device-forms"),
        ("submission/?", openrosa.submission, "device-submission"),
        (r"forms/(?P<id>\w+)", openrosa.form, "device-form"),
        (r"forms/(?P<id>\w+)/manifest", openrosa.manifest, "device-manifest"),
        (r"forms/(?P<id>\w+)/(?P<name>.+)", openrosa.media, "device-media"),
    )
]


def _bare(status: int) -> Callable[..., HttpResponse]:
    """Nobody reads pages here: the status says it all."""
    return lambda _request, **_about: HttpResponse(status=status, content_type="text/plain")


handler400, handler404, handler500 = _bare(400), _bare(404), _bare(500)
