"""filao intake: processes that take what devices send, beside the one that serves pages.

One process of Python uses one core; several take several times as many answers in. They are forked from one that has
everything in memory, which they share, and each has a port of its own, so that the proxy spreads what comes evenly.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from socket import socket
from threading import Thread
from typing import Any
from wsgiref.util import setup_testing_defaults

import click

from filao.cli import serving
from filao.cli.django import data_option
from filao.cli.output import errors
from filao.core.problems import Problem


@click.command()
@data_option
@serving.host_option
@click.option("--port", default=8001, show_default=True, help="First of the ports to answer on, one for each process.")
@click.option("--processes", default=4, show_default=True, type=click.IntRange(1, 32), help="Processes side by side.")
@serving.proxy_option
def intake(data: Path | None, host: str, port: int, processes: int, behind_proxy: str | None) -> None:
    """Take what devices send in processes of their own, beside `filao serve`. They serve no page."""
    serving.check(data)
    if not hasattr(os, "fork"):
        raise Problem("intake_not_here")
    from filao.work.serving import address

    doors = [serving.listener(host, one) for one in range(port, port + processes)]
    last = port + processes - 1
    errors.print(f"Filao takes answers for {address()} on {host}:{port} to {last}  (Ctrl+C ends it)", soft_wrap=True)
    sys.exit(take_in(doors, behind_proxy))


def take_in(doors: Sequence[socket], behind_proxy: str | None = None) -> int:
    """Serve each of these open ports by a process of its own until the system asks to end.

    Where one of them ends by itself all do, and 1 is returned, 0 otherwise: whoever started this starts it anew, whole.
    """
    from django.db import connections

    from filao import devices

    application = devices.application()
    _warm(application)
    connections.close_all()
    gc.collect()
    gc.freeze()
    alive, held = os.pipe()
    children: set[int] = set()
    for number, door in enumerate(doors):
        if child := os.fork():
            children.add(child)
            continue
        try:
            os.close(held)
            _keep_to_core(number)
            Thread(target=_end_with_parent, args=(alive,), daemon=True).start()
            serving.answer_on(door, application, devices.THREADS, behind_proxy)
        finally:
            os._exit(0)
    return _watch(children)


def _keep_to_core(number: int) -> None:
    """Keep this process to one core, each next one to the next: moved about between answers, it would find its memory cold
    each time. Where the system does not let choose (macOS) it moves about."""
    if hasattr(os, "sched_setaffinity"):
        cores = sorted(os.sched_getaffinity(0))
        os.sched_setaffinity(0, {cores[number % len(cores)]})


def _warm(application: Callable[..., Iterable[bytes]]) -> None:
    """What a first request loads is there before the forks, which share it."""
    from django.conf import settings

    environ: dict[str, Any] = {"PATH_INFO": "/none/key/none/formList", "HTTP_HOST": settings.ALLOWED_HOSTS[0]}
    setup_testing_defaults(environ)
    list(application(environ, lambda *_: None))


def _end_with_parent(alive: int) -> None:
    """However the process that watches ended, what it forked does not outlive it."""
    os.read(alive, 1)
    os._exit(1)


def _watch(children: set[int]) -> int:
    asked = False

    def end(*_: object) -> None:
        nonlocal asked
        asked = True
        for child in children:
            os.kill(child, signal.SIGTERM)

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    failed = False
    while children:
        ended, _status = os.wait()
        children.discard(ended)
        if not asked:
            failed = True
            end()
    return int(failed)
