"""Every format of the export page: equal registers give equal bytes, and what goes to others holds nothing restricted."""

from __future__ import annotations

import io
import zipfile

import pytest
from tests.exchange.bodies import small

from filao.core.register import Register
from filao.work.exports import FORMATS

FOR_OTHERS = ("graphml", "gexf", "kumu", "hsds", "hsds-csv", "hxl")


def text_of(data: bytes) -> str:
    if not data.startswith(b"PK"):
        return data.decode("utf-8")
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return "\n".join(package.read(name).decode("utf-8") for name in package.namelist())


@pytest.mark.parametrize("format", FORMATS)
def test_a_format_is_made_the_same_every_time(format: str, mauritius: Register) -> None:
    name, write = FORMATS[format]

    assert write(mauritius, "mauritius") == write(mauritius, "mauritius")
    assert len(text_of(write(mauritius, "mauritius"))) > 1000
    assert name.rsplit(".", 1)[1] in ("xlsx", "zip", "json", "csv", "graphml", "gexf")
    assert len({other for other, _ in FORMATS.values()}) == len(FORMATS)


@pytest.mark.parametrize("format", FOR_OTHERS)
def test_what_goes_to_others_holds_no_restricted_body(format: str) -> None:
    text = text_of(FORMATS[format][1](small(), "w"))

    assert "Ministry of Welfare" in text
    assert "Hidden League" not in text
