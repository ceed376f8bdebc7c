"""Fixtures of the documents: the material of Mauritius and of a small fictitious country, and a press that builds each
file once in a session."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import ROOT, TODAY
from tests.documents.reading import body_text

from filao.core import evidence
from filao.core.analysis import Analysis
from filao.core.engagement import from_terms
from filao.core.register import Register
from filao.documents import catalogue, model, pdf
from filao.documents.composing import Material
from filao.exchange import terms

EXAMPLE = ROOT / "examples" / "mauritius"


def material_of(register: Register, **more: Any) -> Material:
    """Everything a composer needs, from a register and the engagement of the example."""
    setting, plans = terms.read_plans(EXAMPLE / "engagements.json", TODAY)
    plan = plans[0]
    reading = Analysis(register, baseline=plan.baseline)
    found = evidence.findings(reading)
    given: dict[str, Any] = {
        "workspace": setting.name,
        "country": setting.country,
        "notice": setting.notice,
        "audience": "working_group",
        "version": "draft 1",
    }
    return Material(
        analysis=reading,
        engagement=from_terms(terms.read_terms(EXAMPLE / "terms_of_reference.json")[plan.terms], plan),
        today=TODAY,
        findings=found,
        advice=evidence.advice(reading, found),
        **given | more,
    )


@dataclass
class Press:
    """Builds files of one material and keeps them, so that each is built once."""

    material: Material
    folder: Path
    kept: dict[tuple[str, ...], Any] = field(default_factory=dict)

    def reading(self, language: str = "en", audience: model.Audience = "working_group") -> Material:
        """The material in a language and for an audience, with no fault noted yet."""
        return replace(self.material, language=language, audience=audience, faults=[], offers={})

    def document(self, kind: str, language: str = "en", variant: str = "") -> model.Document:
        key = ("document", kind, language, variant)
        if key not in self.kept:
            self.kept[key] = catalogue.composed(kind, self.reading(language), variant)
        return self.kept[key]

    def pdf(self, kind: str, language: str = "en", variant: str = "") -> pdf.Pdf:
        """The finished PDF with the places of its blocks."""
        key = ("pdf", kind, language, variant)
        if key not in self.kept:
            self.kept[key] = pdf.build(self.document(kind, language, variant))
        return self.kept[key]

    def text(self, kind: str, language: str = "en", variant: str = "") -> str:
        """What a reader's search finds in the PDF between the running lines."""
        key = ("text", kind, language, variant)
        if key not in self.kept:
            self.kept[key] = body_text(self.pdf(kind, language, variant).data)
        return self.kept[key]

    def built(self, kind: str, format: str, language: str = "en", variant: str = "") -> catalogue.Built:
        key = ("built", kind, format, language, variant)
        if key not in self.kept:
            self.kept[key] = catalogue.build(kind, format, self.reading(language), variant)
        return self.kept[key]

    def converted(self, kind: str, language: str = "en", variant: str = "") -> bytes:
        """An office file as LibreOffice prints it to PDF; the first call converts all of them in one run."""
        if "converted" not in {key[0] for key in self.kept}:
            files = {part: self.built(part[0], _OFFICE[part[0]], *part[1:]) for part in OFFICE}
            printed = office_to_pdf(list(files.values()), self.folder)
            self.kept |= {("converted", *part): data for part, data in zip(files, printed, strict=True)}
        return self.kept["converted", kind, language, variant]


OFFICE: list[tuple[str, str, str]] = [
    ("mapping-report", "en", ""),
    ("inception-report", "en", ""),
    ("interview-guide", "fr", "law_enforcement"),
    ("partner-list", "fr", ""),
    ("letters", "en", "introduction"),
    ("organisation-sheet", "fr", "CDU,SET,IOM"),
    ("group-terms", "en", ""),
    ("comment-matrix", "en", ""),
    ("presentation", "en", ""),
]
"""One office file of each kind that LibreOffice reads back."""
_OFFICE = {kind: "pptx" if kind == "presentation" else "docx" for kind, _, _ in OFFICE}


def office_to_pdf(files: Sequence[catalogue.Built], folder: Path) -> list[bytes]:
    """Files read by LibreOffice, in a profile of its own, and printed to PDF."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    assert program, "LibreOffice is needed to read office files back: apt-get install libreoffice"
    sources = []
    for made in files:
        sources.append(folder / made.name)
        sources[-1].write_bytes(made.data)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [program, profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), *map(str, sources)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return [source.with_suffix(".pdf").read_bytes() for source in sources]


@pytest.fixture(scope="session")
def mauritian(mauritius: Register) -> Material:
    """The example as composers take it: English, working group's edition, with outlines of the districts."""
    outlines = ROOT / "src" / "filao" / "countries" / "mu.geojson"
    return material_of(mauritius, geography=json.loads(outlines.read_text(encoding="utf-8")))


@pytest.fixture(scope="session")
def press(mauritian: Material, tmp_path_factory: pytest.TempPathFactory) -> Press:
    return Press(mauritian, tmp_path_factory.mktemp("office"))
