"""Plain files of ties: each row kept, merged or rejected with its reason; weights never assumed."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.exchange.files import refused

from filao.documents.words import problems
from filao.exchange import ties


def written(folder: Path, text: str) -> Path:
    path = folder / "ties.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_every_row_is_kept_merged_or_rejected_with_its_reason(tmp_path: Path) -> None:
    rows = ("A,B,funds,1", "A,B,funds,3", "A,,funds,1", "A,A,funds,1", "A,B,trains,", "A,Z,funds,1", "A,B,x,-1")

    text = "\n".join(("source,target,relation,weight", *rows))
    found = ties.read_ties(written(tmp_path, text), weight="weight", known={"A", "B"})
    account = found.account
    assert (account.rows, account.kept, account.merged, account.rejected) == (7, 1, 1, 5)
    assert [(r.row, r.column, r.fault.code) for r in found.rejections] == [
        (4, "target", "tie_end_missing"), (5, "target", "self_tie"), (6, "weight", "weight_missing"),
        (7, "target", "tie_end_unknown"), (8, "weight", "weight_not_positive"),
    ]  # fmt: skip
    for rejection in found.rejections:
        assert "…" not in problems.sentence(rejection.fault) + problems.mend(rejection.fault)
    assert [(tie.source, tie.target, tie.strength) for tie in found.ties] == [("A", "B", 3.0)]
    assert found.has_relations
    assert found.nodes == ("A", "B")


def test_directions_count_unless_the_reader_or_the_row_says_both_ways(tmp_path: Path) -> None:
    path = written(tmp_path, "from,to,direction\nA,B,\nB,A,\nC,D,mutual\nD,C,both\n")

    assert [(t.source, t.target, t.mutual) for t in ties.read_ties(path).ties] == [
        ("A", "B", False), ("B", "A", False), ("C", "D", True),
    ]  # fmt: skip
    undirected = ties.read_ties(path, directed=False)
    assert (undirected.account.kept, undirected.account.merged) == (2, 2)
    assert not undirected.has_relations


def test_sources_of_merged_rows_are_joined_only_where_both_name_some(tmp_path: Path) -> None:
    path = written(tmp_path, "source,target,source_id\nA,B,S1;S2\nA,B,S3\nC,D,S1\nC,D,\n")

    assert [tie.sources for tie in ties.read_ties(path).ties] == [("S1", "S2", "S3"), ()]


@pytest.mark.parametrize(
    ("text", "weight"),
    [("3", 3.0), ("0,5", 0.5), ("2.5e1", 25.0), ("1,000", None), ("1e999", None), ("x", None), ("0", None)],
)
def test_a_weight_is_a_plain_number_above_nought(text: str, weight: float | None, tmp_path: Path) -> None:
    found = ties.read_ties(written(tmp_path, f'source;target;w\nA;B;"{text}"\n'), weight="w")

    assert [tie.strength for tie in found.ties] == ([weight] if weight else [])
    assert found.account.rejected == (weight is None)


def test_the_relations_of_a_register_are_read_as_they_are(tmp_path: Path) -> None:
    path = written(tmp_path, "id,source_org,target_org,kind,direction\nR1,A,B,funds,directed\n")

    (tie,) = ties.read_ties(path).ties
    assert (tie.id, tie.source, tie.target, tie.relation) == ("R1", "A", "B", "funds")


def test_organisations_are_read_once_each_with_their_groups(tmp_path: Path) -> None:
    path = written(tmp_path, "id,sector\nA,ngo\nB,\nA,ngo\nB,union\n,ngo\n")

    found = ties.read_nodes(path, group="Sector")
    account = found.account
    assert (account.rows, account.kept, account.merged, account.rejected) == (5, 2, 1, 2)
    assert (found.ids, found.groups) == (("A", "B"), {"A": "ngo"})
    assert [(r.row, r.fault.code) for r in found.rejections] == [(5, "id_twice"), (6, "required")]


def test_files_of_another_form_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "ties.csv"
    assert refused(ties.read_ties, path).code == "no_such_file"
    path.write_bytes(b"PK\x03\x04")
    assert refused(ties.read_ties, path).code == "not_csv"
    path.write_bytes(b"a,b\n1,2\n")
    for read in (ties.read_ties, ties.read_nodes):
        assert refused(read, path).code == "missing_column"
    path.write_bytes(b"source,target\nA,B\n")
    assert refused(ties.read_ties, path, weight="w").facts["column"] == "w"
