"""A folder with every deliverable of a workspace, and the page that explains it; for `filao demo` and `filao build`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from filao.cli.holdings import FOLDERS, PARTS
from filao.cli.output import progress
from filao.core.vocabulary.standard import STANDARD
from filao.documents import catalogue, shelf
from filao.documents.language import LANGUAGES, labels, numbers

if TYPE_CHECKING:
    from filao.work.access import Actor
    from filao.work.documents import Build, Wanted
    from filao.work.workspaces import Workspace

Groups = dict[str, list[tuple[tuple[int, ...], shelf.File, bool]]]
"""Files by the kind of their part: the order of each within it, and whether it stands in a fold."""


def wanted_files(actor: Actor, workspace: Workspace) -> Iterator[Wanted]:
    """Every file of the catalogue that has something to say, the slow ones first so that no core waits at the end."""
    from filao.work import analysis, engagements, narrative
    from filao.work.documents import Wanted
    from filao.work.protection import retention

    known = retention.account(actor, workspace)
    silent = {
        ("comment-matrix", ""): not narrative.comments(actor, workspace, engagements.find(actor, workspace).id),
        ("breach-notice", ""): not known.breaches,
        ("destruction-certificate", ""): not known.destructions,
    }
    found = []
    for entry, format, language, variant in catalogue.files():
        if silent.get((entry.kind, variant)):
            continue
        if entry.kind == "organisation-sheet" and format == "docx":
            continue
        found.append(Wanted(entry.kind, format, language, variant))
    found += [Wanted("mapping-report", format, audience="public") for format in ("pdf", "html")]
    core = [p.organisation_id for p in analysis.read(actor, workspace).partners if p.tier == "core"]
    found += [Wanted("organisation-sheet", "docx", "en", id) for id in core]
    slow = {"mapping-report": 0, "presentation": 1, "organisation-sheet": 2}
    yield from sorted(found, key=lambda w: (slow.get(w.kind, 3), w.format != "docx"))


def write(actor: Actor, workspace: Workspace, output: Path) -> int:
    """Write every deliverable into a folder with an index. Returns the number of files."""
    from filao.work import documents

    wanted = list(wanted_files(actor, workspace))
    groups: Groups = {}
    with progress("Writing the deliverables", total=len(wanted)) as bar:
        for item, made in documents.build_all(actor, workspace, wanted):
            place = f"{FOLDERS[item.kind]}/{made.name}"
            write_file(output / place, documents.file(actor, workspace, made.id)[1])
            apart = item.kind == "organisation-sheet" and bool(item.variant)
            variants = catalogue.entry(item.kind).variants
            order = (
                item.audience == "public", variants.index(item.variant) if item.variant in variants else 0,
                LANGUAGES.index(item.language), catalogue.entry(item.kind).formats.index(item.format),
            )  # fmt: skip
            file = shelf.File(place, _label(actor, workspace, item), made.size, _note(item, made))
            groups.setdefault(item.kind, []).append((tuple(int(n) for n in order), file, apart))
            bar.advance(bar.task_ids[0])
    taken = {file.path for files in groups.values() for _order, file, _apart in files}
    for part in PARTS:
        for name, data, label in part.besides(actor, workspace):
            place = _free(f"{part.folder}/{name}", taken)
            taken.add(place)
            write_file(output / place, data)
            listed = groups.setdefault(part.kind, [])
            listed.append(((9, len(listed)), shelf.File(place, label, len(data)), False))
    write_file(output / "index.html", _index(actor, workspace, groups).encode())
    return sum(len(files) for files in groups.values()) + 1


def _free(place: str, taken: set[str]) -> str:
    """The place itself, or with a number where another file of this shelf stands there."""
    path, number = PurePosixPath(place), 2
    while place in taken:
        place, number = str(path.with_name(f"{path.stem}-{number}{path.suffix}")), number + 1
    return place


def write_file(target: Path, data: bytes) -> None:
    """Write a file where it is new or other than before; never half of it."""
    if target.exists() and target.read_bytes() == data:
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(target.name + ".part")
    part.write_bytes(data)
    part.replace(target)


def _label(actor: Actor, workspace: Workspace, item: Wanted) -> str:
    from filao.work import register

    entry = catalogue.entry(item.kind)
    parts = []
    if item.variant in entry.variants and item.variant:
        parts.append(labels.label("variant", item.variant, "en"))
    elif item.variant:
        parts.append(register.read(actor, workspace).organisations[item.variant].name)
    if item.kind == "mapping-report" or item.audience == "public":
        parts.append(labels.label("audience", item.audience, "en"))
    if len(entry.languages) > 1:
        draft = ", draft" if item.language == "mfe" else ""
        parts.append(STANDARD.label("language", item.language) + draft)
    parts.append(labels.label("format", item.format, "en"))
    return " · ".join(parts)


def _note(item: Wanted, made: Build) -> str:
    if item.format in ("pdf", "print") and made.facts.get("pages"):
        pages = int(made.facts["pages"])
        return "1 page" if pages == 1 else f"{pages} pages"
    return f"{made.facts['slides']} slides" if "slides" in made.facts else ""


def _index(actor: Actor, workspace: Workspace, groups: Groups) -> str:
    from filao.work import workspaces

    listed: list[shelf.Group] = []
    for part in PARTS:
        files = sorted(groups.get(part.kind, []), key=lambda entry: entry[0])
        if not files:
            continue
        title, about = part.title, part.about
        if not title:
            title, about = catalogue.entry(part.kind).title, catalogue.entry(part.kind).about
        main, more = (tuple(f for _, f, apart in files if apart is side) for side in (False, True))
        listed.append(shelf.Group(title, about, main, more))
    reach = numbers.day(workspaces.data_to(actor, workspace), "en")
    intro: Sequence[str] = (
        f"Every file below was built from one register, with the data as of {reach}. A number in "
        "one file is the same number in every other, and each can be followed to its source.",
    )
    return shelf.page(f"{workspace.name}: deliverables of the mapping", intro, workspace.notice, listed)
