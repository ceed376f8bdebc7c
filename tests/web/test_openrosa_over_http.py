"""ODK Collect against the server as it runs, over real connections: pieces of unknown length, large files, many phones."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from tests.collect import Collect, over_http
from tests.collecting import answer
from tests.nursery import Nursery

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="the server is made by fork")


@pytest.fixture(scope="module")
def nursery(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nursery]:
    served = Nursery(tmp_path_factory.mktemp("served") / "data", database="")
    served.go()
    yield served
    served.close()


def collect(nursery: Nursery, number: int = 0) -> Collect:
    url = f"http://127.0.0.1:{nursery.port}/one/key/{nursery.tokens[number]}"
    return Collect(url, over_http(url))


def test_a_body_in_pieces_of_unknown_length_is_taken(nursery: Nursery) -> None:
    phone = collect(nursery)

    message = phone.upload(answer(1, photo="\u00c9coute.jpg").xml, {"\u00c9coute.jpg": b"x" * 50_000}, chunked=True)

    assert "received" in message


def test_one_connection_serves_lists_forms_and_sendings(nursery: Nursery) -> None:
    phone = collect(nursery)

    (listed,) = phone.form_list()
    assert phone.form(listed).startswith(b"<h:html")
    assert phone.form(listed) == phone.form(listed), "from the cache"
    assert "received" in phone.upload(answer(2).xml)
    assert "here already" in phone.upload(answer(2).xml)


def test_a_recording_larger_than_what_is_announced_is_taken_alone(nursery: Nursery) -> None:
    phone = collect(nursery)

    phone.upload(answer(3, photo="a.jpg", talk="b.m4a").xml, {"a.jpg": b"x" * 9_000_000, "b.m4a": b"y" * 20_000_000})

    assert phone.posts == 2


def test_forty_phones_of_one_room_send_at_once(nursery: Nursery) -> None:
    def send(number: int) -> str:
        return collect(nursery, number % 16).upload(answer(100 + number, photo="a.jpg").xml, {"a.jpg": b"x" * 20_000})

    with ThreadPoolExecutor(40) as phones:
        messages = list(phones.map(send, range(40)))

    assert all("received" in message for message in messages)
