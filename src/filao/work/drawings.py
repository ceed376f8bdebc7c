"""Finished drawings kept as files by the hash of what they show; the folder may be emptied at any time."""

from __future__ import annotations

from collections.abc import Iterator, MutableMapping
from pathlib import Path


class DrawingFolder(MutableMapping[str, str]):
    """A mapping of drawings over a folder. Knows nothing of Django, so that the worker process can hold it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def _path(self, key: str) -> Path:
        return self.folder / key

    def __getitem__(self, key: str) -> str:
        try:
            return self._path(key).read_text(encoding="utf-8")
        except FileNotFoundError:
            raise KeyError(key) from None

    def __setitem__(self, key: str, value: str) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        part = self._path(f"{key}.{id(value)}.part")
        part.write_text(value, encoding="utf-8")
        part.replace(self._path(key))

    def __delitem__(self, key: str) -> None:
        self._path(key).unlink(missing_ok=True)

    def __iter__(self) -> Iterator[str]:
        return (path.name for path in self.folder.glob("*-*") if path.suffix != ".part")

    def __len__(self) -> int:
        return sum(1 for _ in self)
