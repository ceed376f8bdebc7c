"""The pictures of README and documentation, taken anew from the demonstration served on this machine."""

from __future__ import annotations

import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parents[1]
IMAGES = ROOT / "docs" / "images"
PAGES = {"home": "", "organisation": "organisations/MPF", "network": "network", "pathways": "pathways"}


def main() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    filao = Path(sys.executable).parent / "filao"
    with tempfile.TemporaryDirectory() as data:
        subprocess.run([filao, "import", ROOT / "examples" / "mauritius", "--accept", "--data", data], check=True)
        server = subprocess.Popen([filao, "run", "--data", data, "--port", str(port), "--no-open"])
        try:
            take(f"http://127.0.0.1:{port}", Path(data) / "local.key")
        finally:
            server.terminate()
            server.wait()
    return 0


def take(address: str, key: Path) -> None:
    base = f"{address}/mauritius/"
    IMAGES.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as p:
        browser = p.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-background-networking"]
        )
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        for _attempt in range(50):
            try:
                page.goto(f"{address}/open/{key.read_text()}")
                break
            except Exception:
                time.sleep(0.2)
        for name, path in PAGES.items():
            answer = page.goto(base + path)
            if answer is None or not answer.ok:
                raise SystemExit(f"{base + path} did not answer as it should")
            page.wait_for_load_state("networkidle")
            page.screenshot(path=IMAGES / f"{name}.png")
        browser.close()


if __name__ == "__main__":
    sys.exit(main())
