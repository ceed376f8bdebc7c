"""The service directory: HSDS 3.0 as its schemas ask, ids that stay, and nothing of persons, shelters or restricted bodies."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from typing import Any
from uuid import UUID

import pytest
from tests.exchange.bodies import SECRET, small

from filao.core.register import Register, assemble
from filao.exchange import hsds

NEEDED = {
    "organization": {"id", "name", "description"},
    "service": {"id", "name", "status"},
    "attribute": {"id", "link_type"},
    "service_at_location": {"id"},
    "location": {"id", "location_type"},
    "schedule": {"id"},
    "funding": {"id"},
    "service_area": {"id"},
    "language": {"id"},
    "taxonomy_term": {"id", "name", "description"},
    "taxonomy": {"id", "name", "description"},
    "metadata": {
        "id", "last_action_date", "last_action_type", "field_name", "previous_value", "replacement_value", "updated_by",
    },
}  # fmt: skip
"""`required` of the schemas of HSDS 3.0, by object."""

NEEDED_IN_TABLES = {
    "service": {"organization_id"},
    "attribute": {"link_id", "taxonomy_term_id", "link_entity"},
    "service_at_location": {"service_id", "location_id"},
    "metadata": {"resource_id", "resource_type"},
}
"""`tabular_required` of the same."""

OWN = {
    "organization": "alternate_name email website year_incorporated legal_status parent_organization_id",
    "service": "organization_id description url email eligibility_description assured_date",
    "attribute": "link_id taxonomy_term_id link_entity value",
    "service_at_location": "service_id location_id description",
    "location": "url organization_id name description",
    "schedule": "service_id description",
    "funding": "service_id source",
    "service_area": "service_id name description",
    "language": "service_id name code",
    "taxonomy_term": "code parent_id taxonomy language taxonomy_id",
    "taxonomy": "version",
    "metadata": "resource_id resource_type",
}
"""Further properties of the schemas that the export uses."""

CHILDREN = {
    "organization": {"locations": "location"},
    "service": {
        "organization": "organization", "service_areas": "service_area", "service_at_locations": "service_at_location",
        "schedules": "schedule", "languages": "language", "funding": "funding",
    },
    "service_at_location": {"location": "location"},
    "taxonomy_term": {"taxonomy_detail": "taxonomy"},
    "attribute": {"taxonomy_term": "taxonomy_term"},
}  # fmt: skip
"""Objects within objects; any may have attributes and metadata besides."""

ENUMS = {
    ("service", "status"): {"active", "inactive", "defunct", "temporarily closed"},
    ("location", "location_type"): {"physical", "postal", "virtual"},
}
NUMBERS = {("organization", "year_incorporated")}
FORMATS = {
    "id": lambda text: str(UUID(text)) == text,
    "email": lambda text: re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", text),
    "website": lambda text: re.match(r"https?://", text),
    "url": lambda text: re.match(r"https?://", text),
    "last_action_date": lambda text: re.fullmatch(r"\d{4}-\d\d-\d\d", text),
    "assured_date": lambda text: re.fullmatch(r"\d{4}-\d\d-\d\d", text),
}


def check(kind: str, found: dict[str, Any]) -> None:
    """One object against the facts above, and those within it."""
    inner = {**CHILDREN.get(kind, {}), "attributes": "attribute", "metadata": "metadata"}
    assert set(found) >= NEEDED[kind], (kind, found)
    assert set(found) <= NEEDED[kind] | set(OWN[kind].split()) | set(inner), (kind, set(found))
    for name, value in found.items():
        if name in inner:
            for child in value if isinstance(value, list) else [value]:
                check(inner[name], child)
            assert value, f"{kind}.{name} is empty"
        else:
            assert isinstance(value, int if (kind, name) in NUMBERS else str), (kind, name)
            assert value in ENUMS.get((kind, name), {value})
            assert FORMATS.get(name, bool)(value), (kind, name, value)


def tables(data: bytes) -> tuple[dict[str, Any], dict[str, list[dict[str, str]]]]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        descriptor = json.loads(package.read("datapackage.json"))
        assert set(package.namelist()) == {"datapackage.json", *(one["path"] for one in descriptor["resources"])}
        rows = {
            one["name"]: list(csv.DictReader(io.StringIO(package.read(one["path"]).decode("utf-8"), newline="")))
            for one in descriptor["resources"]
        }
    return descriptor, rows


@pytest.fixture(scope="module", params=["small", "mauritius"])
def register(request: pytest.FixtureRequest, mauritius: Register) -> Register:
    return small() if request.param == "small" else mauritius


def test_every_object_of_the_json_fits_its_schema(register: Register) -> None:
    found = json.loads(hsds.write_json(register, "w"))

    assert found["version"] == "3.0"
    for name, kind in (("organizations", "organization"), ("services", "service")):
        page = found[name]
        assert page["total_items"] == page["size"] == len(page["contents"]) > 0
        assert (page["total_pages"], page["page_number"], page["empty"]) == (1, 1, False)
        for one in page["contents"]:
            check(kind, one)


def test_every_table_fits_its_schema_and_its_descriptor(register: Register) -> None:
    descriptor, rows = tables(hsds.write_package(register, "w"))

    assert (descriptor["profile"], descriptor["version"]) == ("tabular-data-package", "3.0.0")
    for resource in descriptor["resources"]:
        name, schema = resource["name"], resource["schema"]
        fields = {one["name"]: one["constraints"] for one in schema["fields"]}
        assert set(fields) <= NEEDED[name] | set(OWN[name].split())
        needed = {field for field, constraint in fields.items() if constraint["required"]}
        assert needed == NEEDED[name] | NEEDED_IN_TABLES.get(name, set())
        for row in rows[name]:
            assert list(row) == list(fields)
            assert all(row[field] for field in needed), (name, row)
        for field, constraint in fields.items():
            values = [row[field] for row in rows[name] if row[field]]
            assert not constraint["unique"] or len(set(values)) == len(values), (name, field)
            assert set(values) <= ENUMS.get((name, field), set(values))


def test_every_reference_of_the_package_is_resolved(register: Register) -> None:
    descriptor, rows = tables(hsds.write_package(register, "w"))

    ids = {name: {row["id"] for row in found} for name, found in rows.items()}
    keys = 0
    for resource in descriptor["resources"]:
        for key in resource["schema"].get("foreignKeys", ()):
            target = key["reference"]["resource"] or resource["name"]
            named = {row[key["fields"]] for row in rows[resource["name"]]} - {""}
            assert named <= ids[target], (resource["name"], key)
            keys += len(named)
    assert keys > 20
    assert {row["link_id"] for row in rows["attribute"]} <= set().union(*ids.values())
    for row in rows["attribute"]:
        assert row["link_id"] in ids[row["link_entity"]]
    for row in rows["metadata"]:
        assert row["resource_id"] in ids[row["resource_type"]]


def test_both_forms_hold_the_same_organisations_and_services(register: Register) -> None:
    found = json.loads(hsds.write_json(register, "w"))
    _, rows = tables(hsds.write_package(register, "w"))

    for name, kind in (("organizations", "organization"), ("services", "service")):
        assert [one["id"] for one in found[name]["contents"]] == [row["id"] for row in rows[kind]]


def test_a_record_keeps_its_id_and_workspaces_do_not_share_ids(register: Register) -> None:
    assert hsds.write_package(register, "w") == hsds.write_package(register, "w")
    assert hsds.write_json(register, "w") == hsds.write_json(register, "w")

    ids = [{row["id"] for row in hsds.tables_of(register, name)["organization"]} for name in ("one", "other")]
    assert not ids[0] & ids[1]
    assert hsds.tables_of(small(), "w")["organization"][0]["id"] == "b340a2b0-a6a5-5ee4-8579-6359191334d6"


def test_neither_persons_nor_places_of_shelters_nor_restricted_bodies_leave() -> None:
    text = hsds.write_json(small(), "w").decode()

    for secret in (*SECRET, "Plaines Wilhems near", "door@safe", "safe.example.org", "phone", "contacts", "address"):
        assert secret not in text, secret
    safe = next(one for one in json.loads(text)["organizations"]["contents"] if one["name"] == "A safe house")
    assert "locations" not in safe
    assert safe["description"] == "Non-governmental organisation"
    care = next(one for one in json.loads(text)["services"]["contents"] if one["name"] == "Care")
    assert [area["name"] for area in care["service_areas"]] == ["Rodrigues"]


def test_a_restricted_edition_holds_the_restricted_bodies_and_still_no_shelter() -> None:
    text = hsds.write_json(small(), "w", restricted=True).decode()

    assert "Hidden League line" in text
    assert "Quatre Bornes" not in text


def test_services_are_what_is_under_way_and_what_bodies_give() -> None:
    rows = hsds.tables_of(small(), "w")

    names = [row["name"] for row in rows["service"]]
    assert names == ["=Case conferences", "Care", "Legal aid", "Hotline", "Shelter"]
    assert {row["status"] for row in rows["service"]} == {"active"}
    assert [row["description"] for row in rows["schedule"]] == ["24/7", "24/7"]
    assert [(row["name"], row["code"]) for row in rows["language"]][:2] == [("French", "fr"), ("Kreol Morisien", "mfe")]
    assert [row["source"] for row in rows["funding"]] == ["Open Door"]
    assert [row["url"] for row in rows["location"]] == ["http://welfare.example.org", "https://door.example.org"]
    conferences = rows["service"][0]
    assert conferences["eligibility_description"] == "Women; Children"
    assert conferences["email"] == "desk@welfare.example.org"
    assert conferences["assured_date"] == "2024-05-06"
    areas = [row for row in rows["service_area"] if row["service_id"] == conferences["id"]]
    assert [(row["name"], row["description"]) for row in areas] == [
        ("Plaines Wilhems", "ISO 3166-2: MU-PW"), ("Rodrigues", "ISO 3166-2: MU-RO"),
    ]  # fmt: skip


def test_a_territory_keeps_its_enclosing_one_in_the_taxonomy() -> None:
    terms = {row["code"]: row for row in hsds.tables_of(small(), "w")["taxonomy_term"]}

    assert terms["district.PW"]["parent_id"] == terms["district.MAIN"]["id"]
    assert terms["four_p.protection"]["description"] == "Protection; Proteksion"
    assert terms["four_p.protection"]["id"] != terms.get("nrm_stage.protection", {}).get("id")


def test_metadata_tells_source_and_day_of_each_field() -> None:
    rows = hsds.tables_of(small(), "w")
    ministry = rows["organization"][0]

    told = {row["field_name"]: row for row in rows["metadata"] if row["resource_id"] == ministry["id"]}
    assert set(told) == {
        "name",
        "alternate_name",
        "description",
        "email",
        "website",
        "year_incorporated",
        "legal_status",
    }
    assert told["name"]["updated_by"] == "Report 2024"
    assert told["name"]["last_action_date"] == "2025-02-03"
    assert told["year_incorporated"]["replacement_value"] == "1990"


def test_what_looks_like_a_formula_is_text_in_the_tables_and_itself_in_json() -> None:
    _, rows = tables(hsds.write_package(small(), "w"))

    assert rows["service"][0]["name"] == "'=Case conferences"
    assert not [
        cell for found in rows.values() for row in found for cell in row.values() if cell.startswith(("=", "@", "+"))
    ]
    assert '"=Case conferences"' in hsds.write_json(small(), "w").decode()


def test_an_empty_register_gives_sound_empty_files() -> None:
    empty = assemble([], "2025")

    found = json.loads(hsds.write_json(empty, "w"))
    assert found["services"]["empty"]
    assert found["services"]["contents"] == []
    _, rows = tables(hsds.write_package(empty, "w"))
    assert not any(rows.values())
