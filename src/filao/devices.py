"""The app that has the door for devices and no other, for the processes of `filao intake`.

Such a process knows no person and serves no page, so that devices which come home all at once keep nobody waiting.
"""

from __future__ import annotations

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.wsgi import get_wsgi_application

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
    settings.ROOT_URLCONF, settings.MIDDLEWARE = "filao.web.devices", list(_MIDDLEWARE)
    return get_wsgi_application()
