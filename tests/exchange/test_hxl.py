"""Who does what where: heads and hashtags, one row for each doing and place, nothing that may not leave."""

from __future__ import annotations

import csv
import io
import re

from tests.exchange.bodies import SECRET, small

from filao.core.register import Register, assemble
from filao.exchange import hxl

HASHTAGS = {
    "org", "sector", "subsector", "activity", "beneficiary", "adm1", "date", "status", "meta", "x_coverage",
}  # fmt: skip
"""Hashtags of the HXL 1.1 dictionary that are used, and one extension tag."""


def read(data: bytes) -> tuple[list[str], list[str], list[dict[str, str]]]:
    head, tags, *rows = csv.reader(io.StringIO(data.decode("utf-8"), newline=""))
    return head, tags, [dict(zip(tags, row, strict=True)) for row in rows]


def test_hashtags_stand_right_below_the_heads_and_follow_the_standard(mauritius: Register) -> None:
    head, tags, rows = read(hxl.write(mauritius))

    assert len(head) == len(tags) == len(set(tags)) == len(set(head))
    for tag in tags:
        assert re.fullmatch(r"#[a-z][a-z0-9_]*(\+[a-z][a-z0-9_]*)*", tag)
        assert tag[1:].split("+")[0] in HASHTAGS
    assert {"#org+name", "#org+acronym", "#sector+list", "#activity+name", "#adm1+name", "#adm1+code"} <= set(tags)
    assert {"#date+start", "#status", "#meta+source"} <= set(tags)
    assert len(rows) == len(mauritius.actions)


def test_each_doing_has_one_row_for_each_place() -> None:
    _, _, rows = read(hxl.write(small()))

    places = [(row["#activity+code"], row["#adm1+name"], row["#adm1+code"]) for row in rows]
    assert places == [
        ("A1", "Plaines Wilhems", "MU-PW"), ("A1", "Rodrigues", "MU-RO"), ("A2", "", ""), ("A3", "", ""), ("A5", "", ""),
        ("A6", "Rodrigues", "MU-RO"), ("NGO:legal_aid", "Plaines Wilhems", "MU-PW"), ("NGO:legal_aid", "Rodrigues", "MU-RO"),
        ("NGO:hotline", "Plaines Wilhems", "MU-PW"), ("NGO:hotline", "Rodrigues", "MU-RO"),
        ("OLD:medical", "", ""), ("SAFE:shelter", "Rodrigues", "MU-RO"),
    ]  # fmt: skip


def test_a_row_tells_who_what_for_whom_when_and_from_which_source() -> None:
    _, _, rows = read(hxl.write(small()))

    row = rows[0]
    assert (row["#org+name"], row["#org+acronym"], row["#org+type"]) == ("Ministry of Welfare", "MoW", "Government")
    assert (row["#sector+list"], row["#subsector+list"]) == ("Protection;Partnership", "Referral")
    assert row["#beneficiary+type+list"] == "Women;Children"
    assert (row["#date+start"], row["#date+end"], row["#status"]) == ("2021", "", "Current")
    assert (row["#meta+source"], row["#meta+source+code+list"]) == ("Report 2024", "S1")
    assert (row["#date+reported"], row["#meta+confidence"]) == ("2024-05-06", "B")
    assert (row["#org+partner+name+list"], row["#org+funder+name+list"]) == ("Open Door", "Open Door")
    assert row["#x_coverage+org+list"] == "Whole republic"


def test_a_coverage_statement_is_never_a_place(mauritius: Register) -> None:
    _, _, rows = read(hxl.write(mauritius))

    assert {row["#adm1+code"][:3] for row in rows} <= {"", "MU-"}
    assert "Whole republic" not in {row["#adm1+name"] for row in rows}
    assert "Whole republic" in {row["#x_coverage+org+list"] for row in rows}


def test_neither_persons_nor_places_of_shelters_nor_restricted_bodies_leave() -> None:
    data = hxl.write(small()).decode()

    for secret in SECRET:
        assert secret not in data
    safe = [row for row in read(data.encode())[2] if row["#org+code"] == "SAFE"]
    assert {row["#adm1+code"] for row in safe} == {"", "MU-RO"}
    assert [row["#activity+name"] for row in safe] == ["", "Care", "Shelter"]
    assert "Hidden League line" in hxl.write(small(), restricted=True).decode()


def test_what_looks_like_a_formula_is_written_as_text() -> None:
    _, _, rows = read(hxl.write(small()))

    assert rows[0]["#activity+name"] == "'=Case conferences"
    assert not [cell for row in rows for cell in row.values() if cell.startswith(("=", "+", "-", "@"))]


def test_equal_registers_give_equal_bytes_and_an_empty_one_gives_the_heads() -> None:
    assert hxl.write(small()) == hxl.write(small())

    assert read(hxl.write(assemble([], "2025")))[2] == []
