"""The worker process: what is sent to it is packed whole, and it does not outlive who asked it."""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
import time
from pathlib import Path
from threading import Event, Thread

import pytest
from tests.conftest import ROOT

from filao.work import worker


class Register:
    """Fills in values as it is read, as a register does."""


def test_a_call_is_packed_whole_while_another_thread_reads_the_same_register() -> None:
    register, stop = Register(), Event()
    for number in range(20_000):
        setattr(register, f"value{number}", number)

    def read() -> None:
        number = 0
        while not stop.is_set():
            setattr(register, f"more{number % 500}", number)
            if number % 500 == 499:
                for place in range(500):
                    delattr(register, f"more{place}")
            number += 1

    reader = Thread(target=read)
    reader.start()
    try:
        calls = [worker.packed(len, (register,)) for _turn in range(10)]
    finally:
        stop.set()
        reader.join()

    for call in calls:
        function, (copy,) = pickle.loads(call)
        assert function is len
        assert copy.value19999 == 19999


_ASK = """
import os, sys, time
from filao.work import worker
if __name__ == "__main__":
    print(worker.run(os.getpid), flush=True)
    time.sleep(600)
"""


def alive(pid: int) -> bool:
    """Whether a process runs; one that has ended and waits to be counted does not."""
    told = Path(f"/proc/{pid}/stat")
    try:
        os.kill(pid, 0)
        return not told.exists() or told.read_text().rpartition(")")[2].split()[0] != "Z"
    except (ProcessLookupError, FileNotFoundError):
        return False


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_a_child_ends_with_the_process_that_asked_it(how: signal.Signals, tmp_path: Path) -> None:
    script = tmp_path / "ask.py"
    script.write_text(_ASK)
    env = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    parent = subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE, text=True, env=env)
    assert parent.stdout is not None
    child = int(parent.stdout.readline())
    assert alive(child)

    parent.send_signal(how)
    parent.wait(10)

    end = time.monotonic() + 20
    while alive(child) and time.monotonic() < end:
        time.sleep(0.1)
    assert not alive(child)
