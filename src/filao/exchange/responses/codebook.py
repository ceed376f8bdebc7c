"""The codebook of an export: what each column asks, of whom, and what its values mean."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from filao.core.forms.variables import Variable, plain

HEADS = ("FilaoCodebook", "table", "column", "type", "question", "value", "meaning", "versions", "words")
"""The first head tells readers that the table holds no answers."""


def codebook_rows(variables: Iterable[Variable], language: str = "") -> Iterator[tuple[str, ...]]:
    """A row for each variable, and one for each of its options, in a language or the next there is."""
    for variable in variables:
        versions = ", ".join(reversed(tuple(variable.paths)))
        yield (
            variable.name, variable.repeat, variable.path, variable.type, variable.label(language), "", "", versions,
            "no" if variable.closed else "yes",
        )  # fmt: skip
        for option in variable.options:
            yield (
                variable.name, variable.repeat, variable.path, "", "", option.value, plain(option.labels, language),
                ", ".join(reversed(option.versions)), "",
            )  # fmt: skip
