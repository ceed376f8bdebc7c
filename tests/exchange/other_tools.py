"""Exports as other tools write them, made in Python from one set of answers: whatever is ticked in the export dialogue,
the same answers must come back.

KoboToolbox: heads, options, repeats and system columns as its formpack library lays them out. ODK Central: zip of CSV and
OData as its backend does. REACH: a workbook with the form, the data in R's spelling, and a cleaning log.
"""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import xlsxwriter
from tests.published import form_of

from filao.core.forms.questionnaire import Questionnaire

EN, FR = "English (en)", "Français (fr)"


def words(en: str, fr: str) -> dict[str, str]:
    return {f"label::{EN}": en, f"label::{FR}": fr}


SURVEY: list[dict[str, str]] = [
    {"type": "start", "name": "start"},
    {"type": "begin_group", "name": "person", **words("About you", "Sur vous")},
    {"type": "integer", "name": "age", **words("How old are you?", "Quel âge avez-vous ?")},
    {"type": "select_one sex", "name": "sex", **words("Sex", "Sexe")},
    {"type": "text", "name": "role", **words("Role", "Fonction")},
    {"type": "end_group"},
    {"type": "select_multiple ways", "name": "ways", **words("Ways of contact", "Moyens de contact")},
    {"type": "text", "name": "ways_other", **words("Which other way?", "Quel autre moyen ?")},
    {"type": "begin_repeat", "name": "tie", **words("Ties", "Liens")},
    {"type": "select_one kind", "name": "kind", **words("Kind of tie", "Type de lien")},
    {"type": "text", "name": "remark", **words("Remark", "Remarque")},
    {"type": "begin_repeat", "name": "act", **words("Acts", "Actes")},
    {"type": "integer", "name": "times", **words("How often?", "Combien de fois ?")},
    {"type": "end_repeat"},
    {"type": "end_repeat"},
    {"type": "date", "name": "met", **words("Met on", "Rencontre le")},
    {"type": "decimal", "name": "cost", **words("Cost", "Coût")},
    {"type": "geopoint", "name": "spot", **words("Where?", "Où ?")},
    {"type": "image", "name": "photo", **words("Photo", "Photo")},
    {"type": "note", "name": "thanks", **words("Thank you", "Merci")},
]
CHOICES: list[dict[str, str]] = [
    {"list_name": "sex", "name": "f", **words("Woman", "Femme")},
    {"list_name": "sex", "name": "m", **words("Man", "Homme")},
    {"list_name": "ways", "name": "phone", **words("By phone", "Par téléphone")},
    {"list_name": "ways", "name": "mail", **words("By mail", "Par courriel")},
    {"list_name": "ways", "name": "face", **words("Face to face", "En personne")},
    {"list_name": "ways", "name": "other", **words("Other", "Autre")},
    {"list_name": "kind", "name": "refers", **words("Refers to", "Oriente vers")},
    {"list_name": "kind", "name": "funds", **words("Funds", "Finance")},
]


def form(
    survey: Sequence[dict[str, str]] = SURVEY, choices: Sequence[dict[str, str]] = CHOICES, version: str = "v1"
) -> Questionnaire:
    return form_of(survey, choices, version=version, default_language=EN)


IDS = (
    "3b2e7f64-0a3c-4d0e-9d0a-000000000001",
    "3b2e7f64-0a3c-4d0e-9d0a-000000000002",
    "3b2e7f64-0a3c-4d0e-9d0a-000000000003",
)
ANSWERS: list[dict[str, Any]] = [
    {
        "start": "2026-03-02T09:00:00.000+04:00",
        "person/age": "41", "person/sex": "f", "person/role": "Probation officer; \"north\"",
        "ways": "phone other", "ways_other": "=1+1 at the door",
        "tie": [
            {"kind": "refers", "remark": "Éric’s desk\nline two", "act": [{"times": "3"}, {"times": "5"}]},
            {"kind": "funds", "remark": "", "act": [{"times": "7"}]},
        ],
        "met": "2026-02-27", "cost": "12.50", "spot": "-20.16 57.5 12 4.5", "photo": "p1.jpg",
    },
    {"start": "2026-03-02T10:00:00.000+04:00", "person/sex": "m", "ways": "mail", "tie": [{"kind": "funds", "act": []}]},
    {"start": "2026-03-02T11:00:00.000+04:00", "person/age": "29", "met": "2026-03-01"},
]  # fmt: skip


def expected(answers: Sequence[Mapping[str, Any]] = ANSWERS) -> list[dict[str, str]]:
    """The answers as they must be read: texts by concrete path below the root."""
    return [dict(sorted(_flat(answer))) for answer in answers]


def _flat(answer: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, str]]:
    for key, value in answer.items():
        if isinstance(value, list):
            for number, row in enumerate(value, start=1):
                yield from _flat(row, f"{above}{key}[{number}]/")
        elif value:
            yield above + key, value


# --- what a form looks like to a tool ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Spec:
    """One question: its path, type and list, labels of it and its groups."""

    path: str
    type: str
    list: str
    repeat: str
    labels: tuple[Mapping[str, str], ...]

    def label(self, language: str | None, separator: str, whole: bool) -> str:
        if language is None:
            return separator.join(self.path.split("/")) if whole else self.path.rpartition("/")[2]
        steps = [step.get(f"label::{language}", step["name"]) for step in self.labels]
        return separator.join(steps) if whole else steps[-1]


def specs(survey: Sequence[dict[str, str]] = SURVEY) -> list[Spec]:
    found: list[Spec] = []
    above: list[dict[str, str]] = []
    repeats: list[str] = []
    for line in survey:
        kind, _, list_ = line["type"].partition(" ")
        if kind.startswith("begin"):
            above.append(line)
            if kind == "begin_repeat":
                repeats.append("/".join(step["name"] for step in above))
        elif kind.startswith("end_"):
            above.pop()
            if kind == "end_repeat":
                repeats.pop()
        elif kind != "note":
            path = "/".join(step["name"] for step in (*above, line))
            found.append(Spec(path, kind, list_, repeats[-1] if repeats else "", (*above, line)))
    return found


def options(list_: str, choices: Sequence[dict[str, str]] = CHOICES) -> list[dict[str, str]]:
    return [choice for choice in choices if choice["list_name"] == list_]


def worded(choice: Mapping[str, str], language: str | None) -> str:
    return choice["name"] if language is None else choice[f"label::{language}"]


# --- KoboToolbox ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Kobo:
    """Settings of KoboToolbox's export dialogue. `language` None is "XML values and headers"."""

    language: str | None = None
    separator: str = "/"
    whole: bool = False
    multiple: str = "both"
    typed: bool = False
    versions: tuple[str, ...] = ("__version__",)
    urls: bool = False
    survey: Sequence[dict[str, str]] = field(default_factory=lambda: SURVEY)
    choices: Sequence[dict[str, str]] = field(default_factory=lambda: CHOICES)

    def tables(self, answers: Sequence[Mapping[str, Any]] = ANSWERS) -> dict[str, list[list[Any]]]:
        """Sheets by name, heads first; links between them by _index and _parent_index."""
        every = specs(self.survey)
        repeats = list(dict.fromkeys(one.repeat for one in every if one.repeat))
        names = {"": "Interview", **{repeat: sheet_name(repeat.rpartition("/")[2]) for repeat in repeats}}
        tables: dict[str, list[list[Any]]] = {}
        for repeat, name in names.items():
            head = [text for one in every if one.repeat == repeat for text in self._heads(one)]
            own = ["_id", "_uuid", "_submission_time", "_validation_status", "_notes", "_status", "_submitted_by",
                   *self.versions, "_tags", "_index"]  # fmt: skip
            links = ["_index", "_parent_table_name", "_parent_index", "_submission__id", "_submission__uuid"]
            tables[name] = [head + (links if repeat else own)]
        counts = dict.fromkeys(names, 0)
        for number, answer in enumerate(answers):
            self._rows(answer, "", 0, number, names, tables, counts, every)
        return tables

    def _heads(self, one: Spec) -> Iterator[str]:
        base = one.label(self.language, self.separator, self.whole)
        if one.type != "select_multiple" or self.multiple != "details":
            yield base
        if one.type == "select_multiple" and self.multiple != "summary":
            yield from (f"{base}{self.separator}{worded(o, self.language)}" for o in options(one.list, self.choices))
        if one.type == "geopoint":
            last = one.label(self.language, self.separator, False)
            yield from (
                base[: len(base) - len(last)] + f"_{last}_{part}"
                for part in ("latitude", "longitude", "altitude", "precision")
            )
        if one.type == "image" and self.urls:
            yield f"{base}_URL"

    def _cells(self, one: Spec, text: str) -> Iterator[Any]:
        if one.type == "select_multiple":
            chosen = text.split()
            if self.multiple != "details":
                yield " ".join(
                    worded(o, self.language) for c in chosen for o in options(one.list, self.choices) if o["name"] == c
                )
            if self.multiple != "summary":
                yield from (
                    "" if not text else "1" if o["name"] in chosen else "0" for o in options(one.list, self.choices)
                )
        elif one.type == "select_one":
            yield next((worded(o, self.language) for o in options(one.list, self.choices) if o["name"] == text), text)
        elif one.type == "geopoint":
            yield text
            yield from [*text.split(), "", "", "", ""][:4]
        elif one.type == "image" and self.urls:
            yield text
            yield text and f"https://kobo.example/{text}"
        elif self.typed and text and one.type in ("integer", "decimal"):
            yield float(text)
        else:
            yield text

    def _rows(
        self, answer: Mapping[str, Any], repeat: str, parent: int, number: int, names: Mapping[str, str],
        tables: dict[str, list[list[Any]]], counts: dict[str, int], every: Sequence[Spec],
    ) -> None:  # fmt: skip
        counts[repeat] += 1
        index = counts[repeat]
        cells: list[Any] = []
        for one in every:
            if one.repeat == repeat:
                cells += self._cells(one, answer.get(one.path.removeprefix(f"{repeat}/"), ""))
        if repeat:
            outer = repeat.rpartition("/")[0]
            cells += [index, names.get(outer, "Interview"), parent, 100 + number, IDS[number]]
        else:
            cells += [100 + number, IDS[number], "2026-03-02T12:00:00", "", "", "submitted_via_web", ""]
            cells += ["v1" if n == number % len(self.versions) else "" for n in range(len(self.versions))]
            cells += ["", index]
        tables[names[repeat]].append(cells)
        for inner in names:
            if inner and inner.rpartition("/")[0] == repeat:
                for row in answer.get(inner.rpartition("/")[2], []):
                    self._rows(row, inner, index, number, names, tables, counts, every)

    def xlsx(self, answers: Sequence[Mapping[str, Any]] = ANSWERS) -> bytes:
        return xlsx(self.tables(answers))

    def csv(
        self, answers: Sequence[Mapping[str, Any]] = ANSWERS, delimiter: str = ";", encoding: str = "utf-8-sig"
    ) -> bytes:
        return csv_bytes(self.tables(answers)["Interview"], delimiter, encoding)


def sheet_name(name: str) -> str:
    return name if len(name) <= 31 else name[:28] + "..."


def kobo_json(answers: Sequence[Mapping[str, Any]] = ANSWERS, **more: Any) -> bytes:
    """API v2: whole paths as keys, repeats as lists, everything as text."""

    def row(answer: Mapping[str, Any], above: str) -> dict[str, Any]:
        return {
            f"{above}{key}": [row(one, f"{above}{key}/") for one in value] if isinstance(value, list) else value
            for key, value in answer.items()
            if value
        }

    results = [
        {
            "_id": 100 + n, "formhub/uuid": "f" * 32, **row(answer, ""), "__version__": "v1",
            "meta/instanceID": f"uuid:{IDS[n]}", "_xform_id_string": "aBc", "_uuid": IDS[n], "_attachments": [],
            "_status": "submitted_via_web", "_geolocation": [None, None], "_submission_time": "2026-03-02T12:00:00",
            "_tags": [], "_notes": [], "_validation_status": {}, "_submitted_by": None,
        }
        for n, answer in enumerate(answers)
    ]  # fmt: skip
    return json.dumps({"count": len(results), "next": None, "previous": None, "results": results} | more).encode()


# --- ODK Central ---------------------------------------------------------------------------------------------------


def central_tables(
    answers: Sequence[Mapping[str, Any]] = ANSWERS, *, split: bool = False, groups: bool = True
) -> dict[str, list[list[Any]]]:
    """CSV files by name: groups joined by "-", places in four columns, repeats in files of their own."""
    every = specs()
    repeats = list(dict.fromkeys(one.repeat for one in every if one.repeat))
    tables: dict[str, list[list[Any]]] = {}
    for repeat in ("", *repeats):
        head: list[Any] = []
        for one in every:
            if one.repeat != repeat:
                continue
            path = one.path.removeprefix(f"{repeat}/") if repeat else one.path
            base = path.replace("/", "-") if groups else path.rpartition("/")[2]
            if one.type == "geopoint":
                head += [f"{base}-{part}" for part in ("Latitude", "Longitude", "Altitude", "Accuracy")]
            else:
                head.append(base)
            if split and one.type == "select_multiple":
                head += [f"{base}/{o['name']}" for o in options(one.list)]
        inner = [r for r in repeats if r.rpartition("/")[0] == repeat]
        head += [f"SET-OF-{r.rpartition('/')[2]}" for r in inner]
        own = ["meta-instanceID", "KEY", "SubmitterID", "SubmitterName", "AttachmentsPresent", "AttachmentsExpected",
               "Status", "ReviewState", "DeviceID", "Edits", "FormVersion"]  # fmt: skip
        tables[repeat] = [[*head, "PARENT_KEY", "KEY"] if repeat else ["SubmissionDate", *head, *own]]

    def add(answer: Mapping[str, Any], repeat: str, key: str, parent: str) -> None:
        cells: list[Any] = []
        for one in every:
            if one.repeat != repeat:
                continue
            text = answer.get(one.path.removeprefix(f"{repeat}/") if repeat else one.path, "")
            cells += [*text.split(), "", "", "", ""][:4] if one.type == "geopoint" else [text]
            if split and one.type == "select_multiple":
                cells += ["" if not text else "1" if o["name"] in text.split() else "0" for o in options(one.list)]
        inner = [r for r in repeats if r.rpartition("/")[0] == repeat]
        cells += [f"{key}/{r.rpartition('/')[2]}" for r in inner]
        tables[repeat].append(
            [*cells, parent, key] if repeat else
            ["2026-03-02T12:00:00.000Z", *cells, key, key, "5", "Tablet 1", "0", "0", "", "", "", "0", "v1"]
        )  # fmt: skip
        for r in inner:
            leaf = r.rpartition("/")[2]
            for number, row in enumerate(answer.get(leaf, []), start=1):
                add(row, r, f"{key}/{leaf}[{number}]", key)

    for number, answer in enumerate(answers):
        add(answer, "", f"uuid:{IDS[number]}", "")
    return {f"tried{'-' + repeat.rpartition('/')[2] if repeat else ''}": table for repeat, table in tables.items()}


def central_zip(
    answers: Sequence[Mapping[str, Any]] = ANSWERS, media: Mapping[str, bytes] | None = None, **how: bool
) -> bytes:
    files = {f"{name}.csv": csv_bytes(table, ",", "utf-8") for name, table in central_tables(answers, **how).items()}
    return zipped(files | {f"media/{name}": data for name, data in (media or {}).items()})


def odata(answers: Sequence[Mapping[str, Any]] = ANSWERS, *, expand: bool = True) -> dict[str, bytes]:
    """OData documents by name; without `expand` each repeat is a document of its own."""
    tables: dict[str, list[dict[str, Any]]] = {"Submissions": []}

    def row(answer: Mapping[str, Any], id: str, above: str) -> dict[str, Any]:
        made: dict[str, Any] = {"__id": id}
        types = {one.path: one.type for one in specs()}
        for one in specs():
            path = one.path.removeprefix(above)
            if not one.path.startswith(above) or one.repeat != above.rstrip("/"):
                continue
            place, *steps = made, *path.split("/")
            for step in steps[:-1]:
                place = place.setdefault(step, {})
            text = answer.get(path)
            value: Any = text or None
            if text and types[one.path] == "geopoint":
                lat, lon, *rest = (float(part) for part in text.split())
                value = {"type": "Point", "coordinates": [lon, lat, *rest[:1]], "properties": {"accuracy": rest[1]}}
            elif text and one.type in ("integer", "decimal"):
                value = json.loads(text)
            place[steps[-1]] = value
        for key, rows in answer.items():
            if isinstance(rows, list):
                link = f"{above}{key}".replace("/", ".")
                made[f"{key}@odata.navigationLink"] = f"Submissions('{id}')/{key}"
                inner = [row(one, f"{id}-{key}-{n}", f"{above}{key}/") for n, one in enumerate(rows, start=1)]
                if expand:
                    made[key] = inner
                else:
                    up = "__Submissions-id" if not above else f"__Submissions-{above.rstrip('/').replace('/', '-')}-id"
                    tables.setdefault(f"Submissions.{link}", []).extend({up: id, **one} for one in inner)
        return made

    for number, answer in enumerate(answers):
        system = {"submissionDate": "2026-03-02T12:00:00.000Z", "submitterId": "5", "status": None, "formVersion": "v1"}
        tables["Submissions"].append(
            {
                **row(answer, f"uuid:{IDS[number]}", ""),
                "__system": system,
                "meta": {"instanceID": f"uuid:{IDS[number]}"},
            }
        )
    return {
        f"{name}.json": json.dumps(
            {"value": rows, "@odata.context": f"https://central.example/v1/projects/1/forms/tried.svc/$metadata#{name}"}
        ).encode()
        for name, rows in tables.items()
    }


# --- REACH ---------------------------------------------------------------------------------------------------------


def reach(
    answers: Sequence[Mapping[str, Any]] = ANSWERS, log: Sequence[Sequence[str]] = (), separator: str = "."
) -> bytes:
    """Form, data in the spelling of R (X_uuid, group.question), and a cleaning log in one workbook."""
    tables = Kobo(separator=separator, whole=True, typed=True).tables(answers)
    named = {
        {"Interview": "clean_data"}.get(name, f"loop_{name}"): [
            [f"X{head}" if head.startswith("_") and not head.startswith("_spot") else head for head in table[0]],
            *table[1:],
        ]
        for name, table in tables.items()
    }
    head = list(dict.fromkeys(key for line in SURVEY for key in line))
    survey = [head, *([line.get(key, "") for key in head] for line in SURVEY)]
    logged = [["uuid", "question.name", "issue", "old.value", "new.value", "changed"], *log]
    return xlsx(
        {
            "README": [["About this data set"]],
            **named,
            "cleaning_log": logged,
            "survey": survey,
            "choices": [["list_name", "name"]],
        }
    )


# --- files ---------------------------------------------------------------------------------------------------------


def xlsx(tables: Mapping[str, Sequence[Sequence[Any]]]) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for name, rows in tables.items():
        sheet = book.add_worksheet(name)
        for line, row in enumerate(rows):
            for place, cell in enumerate(row):
                if hasattr(cell, "isoformat"):
                    sheet.write_datetime(line, place, cell, day)
                elif isinstance(cell, bool):
                    sheet.write_boolean(line, place, cell)
                elif isinstance(cell, int | float):
                    sheet.write_number(line, place, cell)
                elif cell != "":
                    sheet.write_string(line, place, str(cell))
    book.close()
    return out.getvalue()


def csv_bytes(rows: Sequence[Sequence[Any]], delimiter: str = ",", encoding: str = "utf-8") -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(rows)
    return out.getvalue().encode(encoding)


def zipped(files: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in files.items():
            package.writestr(name, data)
    return out.getvalue()
