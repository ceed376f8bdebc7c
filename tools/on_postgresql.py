"""Runs a command with FILAO_DATABASE pointing at a PostgreSQL cluster made for it and thrown away after it."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
from pathlib import Path


def binaries() -> Path:
    """The folder of the newest PostgreSQL on this machine."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    on_path = shutil.which("initdb")
    if not found and not on_path:
        raise SystemExit("PostgreSQL is missing: install it (Debian: postgresql), then run the tests again.")
    return found[-1].parent if found else Path(str(on_path)).parent


def main(command: list[str]) -> int:
    place = binaries()
    folder = Path(tempfile.mkdtemp(prefix="filao-pg-"))
    account = pwd.getpwnam("postgres") if os.getuid() == 0 else None
    if account:
        os.chown(folder, account.pw_uid, account.pw_gid)
    as_owner = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []} if account else {}
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    data = folder / "data"
    quiet = {"stdout": subprocess.DEVNULL, "cwd": folder, **as_owner}
    subprocess.run(
        [place / "initdb", "-D", data, "-U", "filao", "-A", "trust", "-E", "UTF8", "--no-sync"], check=True, **quiet
    )
    options = f"-c listen_addresses=127.0.0.1 -p {port} -k {folder}"
    options += " -c fsync=off -c full_page_writes=off -c synchronous_commit=off"
    subprocess.run(
        [place / "pg_ctl", "-D", data, "-w", "-l", folder / "log", "-o", options, "start"], check=True, **quiet
    )
    try:
        address = f"postgres://filao:none@127.0.0.1:{port}/postgres"
        return subprocess.run(command, env={**os.environ, "FILAO_DATABASE": address}, check=False).returncode
    finally:
        subprocess.run([place / "pg_ctl", "-D", data, "-m", "immediate", "stop"], check=False, **quiet)
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
