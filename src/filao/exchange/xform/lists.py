"""Lists of options that a form keeps in a file beside it: CSV, XML or GeoJSON, as ODK takes them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from filao.core.forms.questionnaire import Choice
from filao.core.problems import Problem
from filao.exchange import csvs
from filao.exchange.limits import COLUMN_LIMIT, ROW_LIMIT
from filao.exchange.xform.tree import parse


def read_list(data: bytes, name: str) -> tuple[Choice, ...]:
    """Options of an attached list, by the ending of its name; every column is kept as text.

    Raises Problem: file_too_large, file_empty, too_many_rows, too_many_columns, not_a_list, and those of `csvs.rows`
    and `tree.parse`.
    """
    csvs.check_size(data, name)
    ending = name.lower().rpartition(".")[2]
    reader = {"xml": _from_xml, "geojson": _from_geojson, "json": _from_geojson}.get(ending, _from_csv)
    rows = reader(data, name)
    return tuple(Choice(row.get("name", ""), _label(row), row) for row in rows)


def _label(row: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    label = row.get("label") or row.get("title") or ""
    return {"": (label,)} if label else {}


def _from_csv(data: bytes, name: str) -> list[dict[str, str]]:
    found: list[dict[str, str]] = []
    lines = csvs.rows(data, name)
    columns = [column.strip() for column in next(lines, [])]
    if len(columns) > COLUMN_LIMIT:
        raise Problem("too_many_columns", name=name, sheet=name, limit=COLUMN_LIMIT)
    for line in lines:
        if any(line):
            found.append({column: cell.strip() for column, cell in zip(columns, line, strict=False) if column})
        if len(found) > ROW_LIMIT:
            raise Problem("too_many_rows", name=name, sheet=name, limit=ROW_LIMIT)
    return found


def _from_xml(data: bytes, name: str) -> list[dict[str, str]]:
    top = parse(data, name)
    return [{child.tag: child.text for child in item.elements()} for item in top.elements()]


def _from_geojson(data: bytes, name: str) -> list[dict[str, str]]:
    try:
        features = json.loads(data)["features"]
        return [_feature(feature) for feature in features]
    except (ValueError, TypeError, KeyError, AttributeError, IndexError, RecursionError) as error:
        raise Problem("not_a_list", name=name) from error


def _feature(feature: dict[str, Any]) -> dict[str, str]:
    row = {name: str(value) for name, value in feature["properties"].items() if value is not None}
    id = str(feature.get("id") or row.get("id", ""))
    shape = feature["geometry"]
    points = shape["coordinates"]
    drawn = {"Point": [points], "Polygon": points[0]}.get(shape["type"], points)
    return {**row, "id": id, "name": row.get("name") or id, "geometry": "; ".join(f"{y} {x} 0 0" for x, y, *_ in drawn)}
