"""The register as a service directory: HSDS 3.0, as one JSON file and as a tabular data package. Writing only.

Field names, files and needed fields are those of the schemas of openreferral/specification, version 3.0 (read at commits
67e7b37a, descriptor 3.0.0, and 01be272d). Persons, phones and street addresses are never written; see `exchange.doings`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from uuid import NAMESPACE_URL, UUID, uuid5

from filao.core.register import Organisation, Record, Register
from filao.exchange.doings import Doing, Leaving
from filao.exchange.packages import zipped
from filao.exchange.sheets import csv_bytes

VERSION = "3.0"
SPECIFICATION = "https://docs.openreferral.org/en/3.0/"

Row = dict[str, str | int]
Tables = dict[str, list[Row]]

FILES: dict[str, tuple[str, str]] = {
    "organization": (
        "organizations.csv",
        "id! name! alternate_name description! email website year_incorporated:number legal_status "
        "parent_organization_id>organization",
    ),
    "service": (
        "services.csv",
        "id! organization_id!>organization name! description url email status! eligibility_description assured_date:date",
    ),
    "attribute": ("attributes.csv", "id! link_id! taxonomy_term_id!>taxonomy_term link_type! link_entity! value"),
    "service_at_location": ("service_at_location.csv", "id! service_id!>service location_id!>location description"),
    "location": ("locations.csv", "id! location_type! url organization_id>organization name description"),
    "schedule": ("schedules.csv", "id! service_id>service description"),
    "funding": ("funding.csv", "id! service_id>service source"),
    "service_area": ("service_areas.csv", "id! service_id>service name description"),
    "language": ("languages.csv", "id! service_id>service name code"),
    "taxonomy_term": (
        "taxonomy_terms.csv",
        "id! code name! description! parent_id>taxonomy_term taxonomy language taxonomy_id>taxonomy",
    ),
    "metadata": (
        "metadata.csv",
        "id! resource_id! resource_type! last_action_date!:date last_action_type! field_name! previous_value! "
        "replacement_value! updated_by!",
    ),
    "taxonomy": ("taxonomies.csv", "id! name! description! version"),
}
"""Objects of HSDS that are written: file, and fields with "!" where needed, ":" type and ">" the object referred to."""

_FIELDS = {
    "organization": {
        "name": "name", "short_name": "alternate_name", "mandate": "description", "function_email": "email",
        "website": "website", "valid_from": "year_incorporated", "kind": "legal_status",
        "parent_id": "parent_organization_id",
    },
    "service": {"title": "name", "status": "status", "services": "name"},
}  # fmt: skip
"""Fields of the register that stand behind fields of HSDS: their sources are told in the metadata."""

_STATUS = {"inactive": "inactive", "closed": "defunct"}
_TERMS = {
    "organization": (("org_kind", "sector"), ("four_p", "mandate"), ("nrm_stage", "referral_stage")),
    "service": (
        ("four_p", "mandate"), ("nrm_stage", "referral_stage"), ("population", "service_eligibility"),
        ("service", "service_type"), ("scope", "scope"),
    ),
}  # fmt: skip


def write_json(register: Register, workspace: str, *, restricted: bool = False) -> bytes:
    """Organisations and services as HSDS JSON: two lists in the form of the API's `Page`, everything nested.

    `workspace` is the short name from which the ids are made (UUID version 5): the same record keeps its id.
    """
    tables = tables_of(register, workspace, restricted=restricted)
    nest = _Nest(tables)
    whole = {
        "version": VERSION,
        "profile": SPECIFICATION,
        "last_updated": register.reference_date,
        "organizations": _page([nest.organisation(row) for row in tables["organization"]]),
        "services": _page([nest.service(row) for row in tables["service"]]),
    }
    return (json.dumps(whole, ensure_ascii=False, indent=1) + "\n").encode()


def write_package(register: Register, workspace: str, *, restricted: bool = False) -> bytes:
    """The same as a tabular data package: a zip of CSV files and `datapackage.json`. Cells are formula-safe."""
    tables = tables_of(register, workspace, restricted=restricted)
    files = {"datapackage.json": _descriptor(register, workspace)}
    for name, (file, fields) in FILES.items():
        head = [spec.name for spec in _specs(fields)]
        files[file] = csv_bytes(head, ({key: str(value) for key, value in row.items()} for row in tables[name]))
    return zipped(files)


def tables_of(register: Register, workspace: str, *, restricted: bool = False) -> Tables:
    """Rows of each object of `FILES`, their fields in order, empty ones left out.

    Services are the actions under way and the services that a body gives. Stand-ins for bodies that no source names are
    left out with what they do. Organisations without a documented mandate are described by their sector.
    """
    return _Directory(Leaving(register, restricted), workspace).tables


# --- rows -----------------------------------------------------------------------------------------------------------


@dataclass
class _Directory:
    """The tables, filled body by body and service by service."""

    out: Leaving
    workspace: str
    tables: Tables = field(default_factory=lambda: {name: [] for name in FILES})
    _known: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._bodies = {id: body for id, body in self.out.bodies.items() if not body.placeholder}
        for body in self._bodies.values():
            self._organisation(body)
        for doing in self.out.doings:
            if doing.body.id in self._bodies and doing.status == "current" and doing.title:
                self._service(doing)

    def id(self, kind: str, *parts: str) -> str:
        return str(uuid5(_space(self.workspace), ":".join((kind, *parts))))

    def _add(self, table: str, id: str, **values: str | int | None) -> str:
        if id not in self._known:
            self._known.add(id)
            self.tables[table].append({"id": id, **{key: value for key, value in values.items() if value}})
        return id

    def _label(self, scheme: str, code: str) -> str:
        return self.out.register.vocabulary.label(scheme, code) if code else ""

    def _organisation(self, body: Organisation) -> None:
        sector = self._label("org_kind", body.kind)
        website = self.out.website(body)
        id = self._add(
            "organization", self.id("organisation", body.id), name=body.name,
            alternate_name=body.short_name if body.short_name != body.name else "",
            description=self.out.text(body, body.mandate) or sector or body.name, email=self.out.email(body),
            website=website, year_incorporated=body.valid_from, legal_status=sector,
            parent_organization_id=self.id("organisation", body.parent_id) if body.parent_id in self._bodies else "",
        )  # fmt: skip
        if website:
            name = f"Website of {body.short_name or body.name}"
            self._add(
                "location", self.id("location", body.id), location_type="virtual", url=website, organization_id=id,
                name=name,
            )  # fmt: skip
        codes = {"org_kind": (body.kind,) if body.kind else (), "four_p": body.four_p, "nrm_stage": body.stages}
        self._attributes("organization", id, codes)
        self._metadata("organization", id, self.out.register.records["organisation"][body.id])

    def _service(self, doing: Doing) -> None:
        register, body = self.out.register, doing.body
        record = register.records["action" if doing.kind == "action" else "organisation"]
        behind = record[doing.id if doing.kind == "action" else body.id]
        eligible = "; ".join(self._label("population", code) for code in doing.populations)
        id = self._add(
            "service", self.id(doing.kind, doing.id), organization_id=self.id("organisation", body.id), name=doing.title,
            description=f"{doing.title} ({body.name})", url=self.out.website(body), email=self.out.email(body),
            status=_STATUS.get(body.standing, "active"), eligibility_description=eligible,
            assured_date=behind.newest if len(behind.newest) == 10 else "",
        )  # fmt: skip
        if self.out.website(body):
            place = self.id("location", body.id)
            self._add("service_at_location", self.id("at", doing.id), service_id=id, location_id=place)
        if doing.kind == "service" and body.opening:
            self._add("schedule", self.id("schedule", doing.id), service_id=id, description=body.opening)
        for funder in doing.funders:
            self._add("funding", self.id("funding", doing.id, funder.id), service_id=id, source=funder.name)
        for code in body.languages if doing.kind == "service" else ():
            name = self._label("language", code)
            self._add("language", self.id("language", doing.id, code), service_id=id, name=name, code=code)
        of_body = "" if doing.territories else " (where the organisation works; the activity names no place)"
        for term in doing.territories or self.out.territories(body, body.districts):
            said = f"ISO 3166-2: {term.iso}" if term.iso else "As stated; it implies no outer island"
            area = self._add(
                "service_area", self.id("area", doing.id, term.code), service_id=id, name=term.label("en"),
                description=said + of_body,
            )  # fmt: skip
            self._attribute("service_area", area, "district", term.code, "territory")
        codes = {
            "four_p": doing.four_p, "nrm_stage": doing.stages, "population": doing.populations,
            "service": (doing.service,) if doing.service else (), "scope": (doing.scope,) if doing.scope else (),
        }  # fmt: skip
        self._attributes("service", id, codes)
        self._metadata("service", id, behind)

    def _attributes(self, entity: str, link: str, codes: Mapping[str, Iterable[str]]) -> None:
        for scheme, link_type in _TERMS[entity]:
            for code in codes[scheme]:
                self._attribute(entity, link, scheme, code, link_type)

    def _attribute(self, entity: str, link: str, scheme: str, code: str, link_type: str) -> None:
        self._add(
            "attribute", self.id("attribute", link, scheme, code), link_id=link, taxonomy_term_id=self._term(scheme, code),
            link_type=link_type, link_entity=entity, value=code,
        )  # fmt: skip

    def _term(self, scheme: str, code: str) -> str:
        """The id of a taxonomy term; its code carries the list's name, since codes are unique in the whole package."""
        listed = self._add(
            "taxonomy", self.id("taxonomy", scheme), name=scheme, version=self.out.register.reference_date,
            description=f"Coded list “{scheme}” of the register",
        )  # fmt: skip
        term = self.out.register.vocabulary.scheme(scheme).terms.get(code)
        parent = self._term(scheme, term.within) if term and term.within and term.within != code else ""
        label = self._label(scheme, code)
        return self._add(
            "taxonomy_term", self.id("term", scheme, code), code=f"{scheme}.{code}", name=label,
            description="; ".join(dict.fromkeys(term.labels.values())) if term else label,
            parent_id=parent, taxonomy=scheme, language="en", taxonomy_id=listed,
        )  # fmt: skip

    def _metadata(self, table: str, id: str, record: Record) -> None:
        row = self.tables[table][-1]
        for name, target in _FIELDS[table].items():
            fact = record.facts.get(name)
            if fact and target in row:
                when = fact.shown.recorded[:10] or self.out.register.reference_date
                self._add(
                    "metadata", self.id("metadata", id, name), resource_id=id, resource_type=table,
                    last_action_date=(when + "-01-01")[:10], last_action_type="create", field_name=target,
                    previous_value="none", replacement_value=str(row[target]),
                    updated_by=self.out.cited(fact.sources) or "source not named",
                )  # fmt: skip


def _space(workspace: str) -> UUID:
    return uuid5(NAMESPACE_URL, f"filao:{workspace}")


# --- JSON -----------------------------------------------------------------------------------------------------------

Object = dict[str, object]


class _Nest:
    """Rows put into one another as the JSON schemas ask; what points at the object above is left out."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self._by_id = {name: {str(row["id"]): row for row in rows} for name, rows in tables.items()}
        self._under: dict[tuple[str, str, str], list[Row]] = {}
        for name, rows in tables.items():
            for row in rows:
                for key in ("service_id", "organization_id", "link_id", "resource_id"):
                    if key in row:
                        self._under.setdefault((name, key, str(row[key])), []).append(row)

    def organisation(self, row: Row) -> Object:
        locations = self._children("location", "organization_id", row)
        return self._whole(row, {"locations": [_without(child, "organization_id") for child in locations]})

    def service(self, row: Row) -> Object:
        more: Object = {"organization": dict(self._by_id["organization"][str(row["organization_id"])])}
        for name, plural in (("schedule", "schedules"), ("language", "languages"), ("funding", "funding")):
            more[plural] = [_without(child, "service_id") for child in self._children(name, "service_id", row)]
        more["service_areas"] = [
            self._whole(_without(child, "service_id"), {})
            for child in self._children("service_area", "service_id", row)
        ]
        more["service_at_locations"] = [
            {
                "id": child["id"],
                "location": _without(self._by_id["location"][str(child["location_id"])], "organization_id"),
            }
            for child in self._children("service_at_location", "service_id", row)
        ]
        return self._whole(_without(row, "organization_id"), more)

    def _whole(self, row: Row, more: Object) -> Object:
        attributes = [
            {
                **_without(child, "link_id", "taxonomy_term_id"),
                "taxonomy_term": self._term(str(child["taxonomy_term_id"])),
            }
            for child in self._children("attribute", "link_id", row)
        ]
        metadata = [_without(child, "resource_id") for child in self._children("metadata", "resource_id", row)]
        children = {**more, "attributes": attributes, "metadata": metadata}
        return {**row, **{name: value for name, value in children.items() if value}}

    def _term(self, id: str) -> Object:
        row = self._by_id["taxonomy_term"][id]
        return {
            **_without(row, "taxonomy_id"),
            "taxonomy_detail": dict(self._by_id["taxonomy"][str(row["taxonomy_id"])]),
        }

    def _children(self, table: str, key: str, row: Row) -> list[Row]:
        return self._under.get((table, key, str(row["id"])), [])


def _without(row: Row, *names: str) -> Row:
    return {key: value for key, value in row.items() if key not in names}


def _page(contents: list[Object]) -> Object:
    count = len(contents)
    return {
        "total_items": count, "total_pages": 1, "page_number": 1, "size": count, "first_page": True, "last_page": True,
        "empty": not count, "contents": contents,
    }  # fmt: skip


# --- descriptor -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Spec:
    name: str
    needed: bool
    type: str
    refers: str


def _specs(fields: str) -> Iterator[_Spec]:
    for text in fields.split():
        text, _, refers = text.partition(">")
        text, _, type_ = text.partition(":")
        yield _Spec(text.rstrip("!"), text.endswith("!"), type_ or "string", refers)


def _descriptor(register: Register, workspace: str) -> bytes:
    resources = []
    for name, (file, fields) in FILES.items():
        specs = list(_specs(fields))
        schema: Object = {
            "primaryKey": "id",
            "fields": [
                {
                    "name": spec.name, "type": spec.type,
                    "constraints": {"required": spec.needed, "unique": spec.name in ("id", "code") and name != "language"},
                }
                for spec in specs
            ],
        }  # fmt: skip
        keys = [
            {"fields": spec.name, "reference": {"resource": "" if spec.refers == name else spec.refers, "fields": "id"}}
            for spec in specs
            if spec.refers
        ]
        schema |= {"foreignKeys": keys} if keys else {}
        resources.append({
            "name": name, "path": file, "profile": "tabular-data-resource", "format": "csv", "mediatype": "text/csv",
            "encoding": "utf-8", "schema": schema,
        })  # fmt: skip
    whole = {
        "name": f"{workspace}-hsds", "title": "Human Services Data Specification", "profile": "tabular-data-package",
        "version": "3.0.0", "homepage": SPECIFICATION, "description": f"Register as of {register.reference_date}",
        "resources": resources,
    }  # fmt: skip
    return (json.dumps(whole, ensure_ascii=False, indent=1) + "\n").encode()
