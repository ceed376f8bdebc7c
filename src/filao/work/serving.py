"""What must hold before the app is served to several people; it is asked before the first request is taken."""

from __future__ import annotations

import os
from urllib.parse import urlsplit

from django.conf import settings

from filao.core.problems import Fault
from filao.work import keeping

LEAST_SECRET = 32
"""Signs that a secret key has at least."""


def address() -> str:
    """The address of the server as people type it."""
    return str(settings.ADDRESS)


def faults() -> tuple[Fault, ...]:
    """What keeps the server from starting: settings that lack or cannot hold, debug mode, a database not up to date."""
    found = [
        Fault("setting_missing", {"name": name})
        for name in ("FILAO_SECRET", "FILAO_HOSTS", "FILAO_ADDRESS")
        if not os.environ.get(name)
    ]
    if 0 < len(os.environ.get("FILAO_SECRET", "")) < LEAST_SECRET:
        found.append(Fault("secret_short", {"limit": LEAST_SECRET}))
    place = urlsplit(address())
    if address() and (place.scheme != "https" or not place.hostname):
        found.append(Fault("address_not_https", {"value": address()}))
    elif address() and place.hostname not in settings.ALLOWED_HOSTS:
        found.append(Fault("address_not_served", {"value": place.hostname}))
    if settings.DEBUG:
        found.append(Fault("debug_on"))
    if keeping.pending():
        found.append(Fault("not_migrated"))
    return tuple(found)
