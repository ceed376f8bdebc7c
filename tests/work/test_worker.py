"""The worker process: what is sent to it is packed whole, whatever other threads read meanwhile."""

from __future__ import annotations

import pickle
from threading import Event, Thread

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
