"""filao digest: what is due is printed and not sent; sending needs a mail server, and a workspace that is there."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.conftest import ROOT


def filao(*words: str | Path, code: int = 0) -> subprocess.CompletedProcess[str]:
    plain = {name: value for name, value in os.environ.items() if not name.startswith("FILAO_EMAIL")}
    done = subprocess.run([sys.executable, "-m", "filao", *words], capture_output=True, text=True, env=plain)
    assert done.returncode == code, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    return done


def test_a_digest_is_printed_without_send_and_refused_without_a_mail_server(tmp_path: Path) -> None:
    data = tmp_path / "data"
    filao("import", ROOT / "examples" / "mauritius", "--accept", "--data", data)

    assert json.loads(filao("digest", "mauritius", "--json", "--data", data).stdout) == []
    assert "0 mails are due; nothing was sent." in filao("digest", "mauritius", "--data", data).stderr
    assert "mail server" in filao("digest", "mauritius", "--send", "--data", data, code=2).stderr
    assert "There is no workspace" in filao("digest", "elsewhere", "--data", data, code=2).stderr
