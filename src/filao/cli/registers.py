"""A register read from a folder of sheets or a workbook, for analyses that store nothing.

Rows that cannot be read are left out and counted on stderr; `filao import` shows each of them with its mend.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from filao.cli.output import errors
from filao.core.register import Register, assemble
from filao.core.register.imports import ImportPlan, plan_import, with_ids
from filao.documents.words import problems
from filao.exchange import sheets


def load(path: Path, data_date: str = "") -> Register:
    """The register that a folder of CSV files or a workbook holds.

    `data_date` (ISO) is the date to which the evidence was gathered; without it that of the newest evidence in the
    sheets, at most today. Raises Problem: those of `sheets.read_path`.
    """
    today = date.today().isoformat()
    plan = plan_import(sheets.read_path(path), Register({}, data_date or today))
    _say_rejected(plan)
    newest = max((claim.dated for claim in plan.claims if claim.dated[:10] <= today), default="")
    dated = data_date or newest or today
    ids = [f"c{number:06d}" for number in range(len(plan.claims))]
    return assemble(with_ids(plan.claims, ids, dated), dated)


def _say_rejected(plan: ImportPlan) -> None:
    first = next((found for found in plan.rejections if found.row), None)
    if first is None:
        return
    where = f"{first.sheet}, row {first.row}, {first.column}"
    reason = problems.sentence(first.told)
    errors.print(
        f"{plan.rejected} of {plan.rows} rows were not read; the first: {where}: {reason}",
        style="yellow",
        soft_wrap=True,
        markup=False,
    )
