"""The page that lists a folder of deliverables: what each file is, in plain words, with a link."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from filao.documents.language import N_, say
from filao.documents.page import STYLE
from filao.documents.tokens import COLOUR


@dataclass(frozen=True, slots=True)
class File:
    """One file of the shelf: its place in the folder, and what to call it."""

    path: str
    label: str
    size: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    title: str
    about: str
    files: tuple[File, ...]
    more: tuple[File, ...] = ()


def page(title: str, intro: Sequence[str], notice: str, groups: Sequence[Group], language: str = "en") -> str:
    """One HTML file without scripts; long lists of files stand in a fold."""
    colours = "".join(f"--{name}:{value};" for name, value in COLOUR.items())
    parts = [
        f'<!doctype html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{escape(title)}</title>",
        f"<style>:root{{{colours}}}\n{STYLE.read_text(encoding='utf-8')}\n{_OWN}</style>\n</head>",
        '<body class="doc-page"><main class="doc"><header>',
    ]
    if notice:
        parts.append(f'<p class="doc-notice">{escape(notice)}</p>')
    parts.append(f"<h1>{escape(title)}</h1>")
    parts.extend(f"<p>{escape(text)}</p>" for text in intro)
    parts.append("</header>")
    for group in groups:
        parts.append(f"<section><h2>{escape(group.title)}</h2><p>{escape(group.about)}</p>{_listed(group.files)}")
        if group.more:
            label = say(language, N_("{n} more files"), n=len(group.more))
            parts.append(f"<details><summary>{escape(label)}</summary>{_listed(group.more)}</details>")
        parts.append("</section>")
    parts.append("</main></body>\n</html>\n")
    return "\n".join(parts)


def _listed(files: Sequence[File]) -> str:
    return '<ul class="shelf">' + "".join(_line(f) for f in files) + "</ul>"


def _line(file: File) -> str:
    note = f" <span>{escape(file.note)}</span>" if file.note else ""
    size = f"{file.size / 1024:.0f} kB" if file.size < 1024 * 1024 else f"{file.size / 1024 / 1024:.1f} MB"
    return f'<li><a href="{escape(file.path)}">{escape(file.label)}</a>{note} <small>{size}</small></li>'


_OWN = (
    ".shelf{list-style:none;padding:0}.shelf li{padding:.3rem 0;border-bottom:1px solid var(--line)}"
    ".shelf span,.shelf small{color:var(--ink-soft);margin-left:.5em}"
)
