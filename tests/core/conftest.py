"""Fixtures of the thinking floor: the analysis of Mauritius, worked out once."""

from __future__ import annotations

import pytest

from filao.core.analysis import Analysis
from filao.core.register import Register


@pytest.fixture(scope="session")
def analysis(mauritius: Register) -> Analysis:
    """Mauritius compared with the mapping of 2020."""
    return Analysis(mauritius, baseline=2020)
