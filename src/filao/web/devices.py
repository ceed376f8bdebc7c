"""The door for devices: addresses that they ask, and the app that has no other, for processes that take answers alone.

Such a process opens no words, knows no person and serves no page: it holds nothing that a hostile sending could reach.
"""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.wsgi import get_wsgi_application
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

THREADS = 1
"""Answers that one process takes at a time. Threads of one process take turns at Python itself: more processes do more."""

# no policy for contents: nothing here is a page, and what could be one is sent to be saved, never shown
_MIDDLEWARE = (
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
)


def application() -> WSGIHandler:
    """The app of `filao intake`, for the whole process: the door for devices and nothing else."""
    settings.ROOT_URLCONF, settings.MIDDLEWARE = __name__, list(_MIDDLEWARE)
    return get_wsgi_application()


def _bare(status: int) -> Callable[..., HttpResponse]:
    """Nobody reads pages here: the status says it all."""
    return lambda _request, **_about: HttpResponse(status=status, content_type="text/plain")


handler400, handler404, handler500 = _bare(400), _bare(404), _bare(500)
