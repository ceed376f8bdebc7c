"""One spawned child process that builds documents, so that the web process stays small; recycled when it has grown."""

from __future__ import annotations

import atexit
import multiprocessing
import os
import pickle
import sys
import time
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from threading import Lock, Thread
from typing import Any, TypeVar

from filao.core.problems import Problem

T = TypeVar("T")

MEMORY_LIMIT = 500 * 1024 * 1024
"""Resident size after which a child is replaced: Typst and the chart engine keep what they once took."""

_lock = Lock()
_pool: ProcessPoolExecutor | None = None
_size = int(os.environ.get("FILAO_WORKERS", "1"))


def _child(packed: bytes) -> tuple[str, Any, int]:
    """Runs in the child: the outcome, and the child's resident size in bytes."""
    function, arguments = pickle.loads(packed)  # noqa: S301  packed by this program, below
    try:
        return "done", function(*arguments), _resident()
    except Problem as problem:
        return "problem", (problem.code, problem.facts), _resident()


def _end_with_parent() -> None:
    """Runs in the child as it begins: a child whose parent was killed ends too, since nobody would hear it."""
    parent = multiprocessing.parent_process()

    def wait() -> None:
        if parent is not None:
            parent.join()
            os._exit(0)

    Thread(target=wait, daemon=True).start()


def _resident() -> int:
    if sys.platform == "win32":
        return 0
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


def _executor() -> ProcessPoolExecutor:
    global _pool
    if _pool is None:
        _pool = ProcessPoolExecutor(
            max_workers=_size, mp_context=multiprocessing.get_context("spawn"), initializer=_end_with_parent
        )
    return _pool


_TRIES = 50


def packed(function: Callable[..., Any], arguments: tuple[Any, ...]) -> bytes:
    """The call as bytes. Registers fill in what they work out as they are read, in whichever thread reads them: a
    packing that such a moment breaks is begun again."""
    for _try in range(_TRIES):
        try:
            return pickle.dumps((function, arguments), protocol=pickle.HIGHEST_PROTOCOL)
        except RuntimeError:
            time.sleep(0.01)
    return pickle.dumps((function, arguments), protocol=pickle.HIGHEST_PROTOCOL)


def submit(function: Callable[..., T], *arguments: Any) -> Future[tuple[str, Any, int]]:
    call = packed(function, arguments)
    with _lock:
        return _executor().submit(_child, call)


def result(future: Future[tuple[str, Any, int]]) -> Any:
    """The outcome of a submitted call; a problem raised in the child is raised here."""
    try:
        how, value, size = future.result()
    except BrokenProcessPool as error:
        stop()
        raise Problem("build_failed", what="the worker process ended") from error
    if size > MEMORY_LIMIT:
        stop()
    if how == "problem":
        code, facts = value
        raise Problem(code, **facts)
    return value


def run(function: Callable[..., T], *arguments: Any) -> T:
    """Run a function of `documents` in the child and wait for it. Arguments and result must be picklable."""
    outcome: T = result(submit(function, *arguments))
    return outcome


def stop() -> None:
    """End the child; the next call starts a new one."""
    global _pool
    with _lock:
        old, _pool = _pool, None
    if old is not None:
        old.shutdown(wait=False, cancel_futures=False)


def set_size(number: int) -> None:
    """Use this many children from the next start on (a batch on the command line uses every core)."""
    global _size
    stop()
    _size = max(1, number)


atexit.register(stop)
