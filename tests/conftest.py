"""Shared fixtures: the example registers, read once."""

from __future__ import annotations

from pathlib import Path

import pytest
from filao.core.register import Claim, Register, assemble
from filao.core.register.imports import plan_import, with_ids
from filao.exchange import sheets

ROOT = Path(__file__).parent.parent
DATA_DATE = "2025-11-30"


def claims_of(folder: Path) -> list[Claim]:
    """Claims that a folder of sheets amounts to, every row accepted."""
    plan = plan_import(sheets.read_path(folder), Register({}, DATA_DATE))
    assert not plan.rejections
    return with_ids(plan.claims, [f"c{n:05d}" for n in range(len(plan.claims))], f"{DATA_DATE}T00:00:00")


@pytest.fixture(scope="session")
def mauritius_claims() -> list[Claim]:
    return claims_of(ROOT / "examples" / "mauritius")


@pytest.fixture(scope="session")
def mauritius(mauritius_claims: list[Claim]) -> Register:
    return assemble(mauritius_claims, DATA_DATE)
