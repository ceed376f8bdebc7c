"""Room mode: other machines on the room's Wi-Fi reach the pages for people who answer and the wall, and nothing else.

It stands before the whole app, static files included, and knows machines by where their requests come from. The laptop
itself keeps all of the app, at its loopback address alone.
"""

from __future__ import annotations

import re
import socket
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from ipaddress import IPv4Address, ip_address
from typing import Any

from django.conf import settings

from filao.core.problems import Problem

_App = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]

OPEN = re.compile(
    r"/[-\w]+/a/[-\w]+(?:/[-\w]+|/pictures/[^/]+)?|/[-\w]+/take-back|/[-\w]+/room/[0-9a-z]{16}|/static/dist/(?:respond|wall)\.css",
    re.ASCII,
)
"""Addresses that other machines reach."""
_LOOPBACK = ("127.0.0.1", "::1")
_shown: list[str] = []
"""Links that are shown on a wall, by the number that stands for each in a short address."""


class Room:
    """The app as other machines see it."""

    def __init__(self, application: _App) -> None:
        self.application = application

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        if environ.get("REMOTE_ADDR") in _LOOPBACK or (
            OPEN.fullmatch(path) and environ["REQUEST_METHOD"] in ("GET", "HEAD", "POST")
        ):
            return self.application(environ, start_response)
        number = path[1:]
        if number.isdecimal() and len(number) < 4 and 0 < int(number) <= len(_shown):
            start_response("302 Found", [("Location", _shown[int(number) - 1]), ("Content-Length", "0")])
            return [b""]
        start_response("404 Not Found", [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", "0")])
        return [b""]


def is_open() -> bool:
    """Whether the app serves a room."""
    return bool(settings.ROOM)


def short(link: str) -> str:
    """The short address that leads to a link while this room lasts."""
    if link not in _shown:
        _shown.append(link)
    return f"{settings.ROOM}/{_shown.index(link) + 1}"


def address() -> str:
    """The address of this machine in the network of the room. Raises Problem room_no_address.

    Nothing is sent: the system is asked which of its own addresses it would send from.
    """
    found = next(
        (one for one in _own_addresses() if one.is_private and not one.is_loopback and not one.is_link_local), None
    )
    if found is None:
        raise Problem("room_no_address")
    return str(found)


def _own_addresses() -> Iterator[IPv4Address]:
    for beyond in ("192.0.2.1", "192.168.0.1", "10.255.255.254", "172.16.0.1"):
        with closing(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)) as probe:
            try:
                probe.connect((beyond, 9))
                yield IPv4Address(probe.getsockname()[0])
            except OSError:
                continue
    try:
        known = socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)
    except OSError:
        return
    for *_rest, place in known:
        one = ip_address(place[0])
        if isinstance(one, IPv4Address):
            yield one
