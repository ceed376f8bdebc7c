"""What every page's frame needs."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest


def frame(request: HttpRequest) -> dict[str, Any]:
    return {"actor": getattr(request, "actor", None), "workspace": getattr(request, "workspace", None)}
