"""A draft that comes back from Word: milliseconds to read it beside lxml alone, and the page of a round with 300 comments.

The peer parses the same parts and walks over every element once, which is the least that any reader does. The comments are
simulated.
"""

from __future__ import annotations

import io
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
PARAGRAPHS, COMMENTS, TURNS = 45, 300, 20

sys.path[:0] = [str(ROOT / "src"), str(ROOT)]


def _median_ms(act: Callable[[], object]) -> float:
    taken = []
    for _turn in range(TURNS):
        start = time.perf_counter()
        act()
        taken.append(1000 * (time.perf_counter() - start))
    return statistics.median(taken)


def reading() -> dict[str, Any]:
    """Milliseconds to read a draft with a remark and a replacement on each paragraph, and the ratio to the peer."""
    from lxml import etree
    from tests.exchange.drafts import a_draft

    from filao.exchange import returned_docx

    data = a_draft(PARAGRAPHS)

    def least() -> int:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = [package.read(name) for name in package.namelist() if name.startswith("word/")]
        return sum(len(list(etree.fromstring(part).iter())) for part in parts)

    ours, peer = _median_ms(lambda: returned_docx.read(data, "draft.docx")), _median_ms(least)
    return {
        "paragraphs": PARAGRAPHS,
        "milliseconds": round(ours, 2),
        "lxml_alone": round(peer, 2),
        "ratio": round(ours / peer, 1),
    }


def page() -> dict[str, Any]:
    """Runs in a process of its own: milliseconds of the pages of a round with its comments."""
    with tempfile.TemporaryDirectory() as scratch:
        os.environ |= {"FILAO_DATA": str(Path(scratch) / "data"), "DJANGO_SETTINGS_MODULE": "filao.settings"}
        import django

        django.setup()
        from django.test import Client

        from filao.core.comments import Comment
        from filao.work import accounts, engagements, folders, keeping, narrative, reviews, worker, workspaces

        keeping.migrate()
        actor = workspaces.local_actor()
        folders.open_folder(actor, ROOT / "examples" / "mauritius")
        workspace = workspaces.find(actor, "mauritius")
        engagement = engagements.find(actor, workspace).id
        due = date.today() + timedelta(14)
        id = reviews.open_round(actor, workspace, engagement, "mapping-report", ["IOM", "CDU"], due)
        places = reviews.paragraphs(actor, workspace, id)
        version = reviews.find(actor, workspace, id).version
        made = []
        for number in range(COMMENTS):
            at = places[number % len(places)].anchor
            said = ("", 0, "mapping-report", version, "Simulated body", at, f"Remark {number}.", "fact")
            made.append(Comment(*said, review=id, anchor=at))
        narrative.add_comments(actor, workspace, engagement, "mapping-report", made)
        client = Client(REMOTE_ADDR="127.0.0.1", HTTP_HOST="127.0.0.1")
        client.get(f"/open/{accounts.open_to_local_user(Path(scratch))}")
        found = {}
        for name, address in (("round", f"reviews/{id}"), ("matrix", "documents/mapping-report/comments")):
            answer = client.get(f"/mauritius/{address}")
            if answer.status_code != 200:
                raise SystemExit(f"{address}: {answer.status_code}")
            found[name] = round(_median_ms(lambda at=address: client.get(f"/mauritius/{at}")))  # type: ignore[misc]
        worker.stop()
    return {"comments": COMMENTS, "milliseconds": found}


def run() -> dict[str, Any]:
    done = subprocess.run([sys.executable, __file__], capture_output=True, text=True, check=True)  # noqa: S603
    return {"reading": reading(), "page": json.loads(done.stdout)}


if __name__ == "__main__":
    json.dump(page(), sys.stdout)
