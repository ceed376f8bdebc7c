"""A second opinion on the gate: what ODK Validate (JavaRosa, the engine of Collect) refuses, the gate refuses too."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
import pyxform
from tests.exchange.xlsforms import CASES, HEAD, YES_NO, Rows, survey, workbook

from filao.core.forms.lint import lint
from filao.core.register import Register
from filao.documents.words import instruments
from filao.exchange import xlsform

JAR = Path(pyxform.__file__).parent / "validators" / "odk_validate" / "bin" / "ODK_Validate.jar"

pytestmark = pytest.mark.skipif(not shutil.which("java"), reason="ODK Validate needs Java")


def asked(column: str, text: str, *, kind: str = "text") -> dict[str, Rows]:
    """Two questions, the second with this logic in one column."""
    return survey(("integer", "a", "A", ""), (kind, "b", "B", text), head=(*HEAD, column))


def repeated(column: str, text: str) -> dict[str, Rows]:
    rows = (("begin_repeat", "r", "R", ""), ("integer", "n", "N", ""), ("end_repeat", "", "", ""))
    return survey(*rows, ("text", "b", "B", text), head=(*HEAD, column))


LOGIC: Mapping[str, dict[str, Rows]] = {
    "no right side": asked("relevant", "${a} ="),
    "no operator": asked("constraint", ". > 1 . < 3"),
    "two operators": asked("constraint", ". >> 1"),
    "programmer's and": asked("constraint", ". > 1 && . < 3"),
    "programmer's equals": asked("constraint", ". == 1"),
    "open bracket": asked("constraint", "(. > 1"),
    "open quotation": asked("constraint", ". = 'x"),
    "unknown function": asked("relevant", "selectd(${a}, 'x')"),
    "too few arguments": asked("relevant", "count-selected()"),
    "unknown list": asked("relevant", "instance('zz')/root/item/name = 1"),
    "broken default": asked("default", "today(", kind="date"),
    "asks itself": asked("relevant", "${b} = 'x'"),
    "calculates itself": asked("calculation", "${b} + 1", kind="calculate"),
    "circle": survey(("calculate", "a", "", "${b} + 1"), ("calculate", "b", "", "${a} + 1"), ("text", "c", "C", ""),
                     head=(*HEAD, "calculation")),
    "group asks its own": survey(("begin_group", "g", "G", "${a} = 'x'"), ("text", "a", "A", ""), ("end_group", "", "", ""),
                                 head=(*HEAD, "relevant")),
    "repeat from outside": repeated("relevant", "${n} > 1"),
    "group of calculations": survey(("begin_group", "g", "G", ""), ("calculate", "c", "", "1"), ("end_group", "", "", ""),
                                    ("text", "a", "A", ""), head=(*HEAD, "calculation")),
    "sum of a repeat": repeated("relevant", "sum(${n}) > 1"),
    "constraint on another": asked("constraint", ". > ${a}", kind="integer"),
    "ahead": survey(("text", "a", "A", "${b} = 'x'"), ("text", "b", "B", ""), head=(*HEAD, "relevant")),
    "required by logic": asked("required", "${a} = 1"),
    "choice filter": survey(("select_one yn", "a", "A", ""), ("select_one yn", "b", "B", "name != ${a}"),
                            head=(*HEAD, "choice_filter"), choices=YES_NO),
}  # fmt: skip
SOUND = {"sum of a repeat", "constraint on another", "ahead", "required by logic", "choice filter"}


def refused_by_validate(forms: Mapping[str, bytes], folder: Path, files: Mapping[str, bytes] | None = None) -> set[str]:
    """Names of the forms that JavaRosa does not load; all in one run of Java."""
    paths = {name: folder / f"form-{number}.xml" for number, name in enumerate(forms)}
    for name, path in paths.items():
        path.write_bytes(forms[name])
    for name, data in (files or {}).items():
        (folder / name).write_bytes(data)
    command: Sequence[str] = ["java", "-Djava.awt.headless=true", "-jar", str(JAR), *map(str, paths.values())]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    listed = set(re.findall(r"form-\d+\.xml", done.stderr.partition("files failed validation:")[2]))
    return {name for name, path in paths.items() if path.name in listed}


def test_what_odk_validate_refuses_the_gate_refuses(tmp_path: Path) -> None:
    sheets = {**LOGIC, **{case.id: case.sheets for case in CASES if not case.refused}}
    compiled = {name: xlsform.compile(workbook(one), "form.xlsx") for name, one in sheets.items()}
    asks_nothing = {"consent_not_asked", "stop_script_missing", "recording_without_consent"}

    refused = refused_by_validate({name: one.xform for name, one in compiled.items()}, tmp_path)

    blocked = {
        name
        for name, one in compiled.items()
        if {f.code for f in lint(one.questionnaire, anonymous=False, languages=()) if f.blocking} - asks_nothing
    }
    assert refused - blocked == set()
    assert len(refused) >= 15
    assert not SOUND & (refused | blocked)


def test_odk_validate_takes_every_instrument_of_filao(mauritius: Register, tmp_path: Path) -> None:
    made = {code: one.make(mauritius, "2025113001") for code, one in instruments.CATALOGUE.items()}
    forms = {code: xlsform.compile(xlsform.write(form), f"{code}.xlsx").xform for code, form in made.items()}

    assert refused_by_validate(forms, tmp_path, xlsform.attachments(made["officer-survey"])) == set()
