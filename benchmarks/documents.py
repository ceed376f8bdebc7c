"""Seconds for each deliverable of the example, built anew, and the report's pages beside WeasyPrint on the same content."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import Any

from filao.core.analysis import Analysis
from filao.core.engagement import from_terms
from filao.core.evidence import advice, findings
from filao.core.register import Register, assemble
from filao.core.register.imports import plan_import, with_ids
from filao.documents import catalogue, mapping_report, page, pdf
from filao.documents.composing import Material
from filao.exchange import sheets, terms

ROOT = Path(__file__).parents[1]
EXAMPLE = ROOT / "examples" / "mauritius"
DAY = date(2026, 11, 22)
PEER = ROOT / ".oracles" / "weasyprint" / "bin" / "python"
_PEER = """
import sys, time, json
import weasyprint
start = time.perf_counter()
document = weasyprint.HTML(sys.argv[1]).render()
document.write_pdf(sys.argv[2])
print(json.dumps({"seconds": time.perf_counter() - start, "pages": len(document.pages)}))
"""


def material() -> Material:
    """The example as the demonstration composes it, without a kept drawing."""
    plan = plan_import(sheets.read_path(EXAMPLE), Register({}, DAY.isoformat()))
    setting, plans = terms.read_plans(EXAMPLE / "engagements.json", DAY)
    ids = [f"c{number}" for number in range(len(plan.claims))]
    dated = setting.data_date.isoformat()
    analysis = Analysis(assemble(with_ids(plan.claims, ids, dated), dated), plans[0].baseline)
    engagement = from_terms(terms.read_terms(EXAMPLE / "terms_of_reference.json")[plans[0].terms], plans[0])
    found = findings(analysis)
    return Material(
        analysis, engagement, setting.name, setting.country, DAY, audience="working_group", notice=setting.notice,
        findings=found, advice=advice(analysis, found),
    )  # fmt: skip


def run() -> dict[str, Any]:
    kinds: dict[str, float] = {}
    for entry in catalogue.CATALOGUE.values():
        for format in entry.formats:
            c = material()
            start = time.perf_counter()
            catalogue.build(entry.kind, format, c, entry.variants[0] if entry.variants[0] else "")
            kinds[f"{entry.kind} {format}"] = round(time.perf_counter() - start, 2)
    return {"seconds": kinds, "report_against_weasyprint": against_weasyprint()}


def against_weasyprint() -> dict[str, Any]:
    """The same composed report as pages, by Typst here and by WeasyPrint from our HTML: seconds of layout and writing."""
    document = mapping_report.compose(material())
    pdf.build(document)
    start = time.perf_counter()
    made = pdf.build(document)
    ours = time.perf_counter() - start
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "report.html"
        source.write_text(page.build(document), encoding="utf-8")
        words = [str(PEER), "-c", _PEER, str(source), str(Path(folder) / "report.pdf")]
        theirs = json.loads(subprocess.run(words, capture_output=True, text=True, check=True).stdout)  # noqa: S603
    return {
        "ours_seconds": round(ours, 2), "ours_pages": made.layout.pages, "weasyprint_seconds": round(theirs["seconds"], 2),
        "weasyprint_pages": theirs["pages"], "ratio": round(theirs["seconds"] / ours, 1),
    }  # fmt: skip


if __name__ == "__main__":
    json.dump(run(), sys.stdout, indent=2)
