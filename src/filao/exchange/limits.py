"""What a file from outside may hold, the same for every reader: it is refused by name before it can cost more.

The figures keep any single file under 10 seconds and 512 MB on the machines of the users; a country's whole register
stays far below them.
"""

from __future__ import annotations

FILE_LIMIT = 32 * 1024 * 1024
UNPACKED_LIMIT = 128 * 1024 * 1024
RATIO_LIMIT = 100
PARTS_LIMIT = 5000
"""Bytes, bytes when unpacked, packing ratio (above 8 MB unpacked) and parts of a package."""

ROW_LIMIT = 100_000
COLUMN_LIMIT = 200
AREA_LIMIT = 1_500_000
CELL_LIMIT = 32_767
TEXT_LIMIT = 32 * 1024 * 1024
"""Rows a sheet, columns, rows times columns of all sheets together, characters a cell, and characters of all cells."""

DEPTH_LIMIT = 200
ELEMENT_LIMIT = 8_000_000
NAMES_LIMIT = 20_000
TOKEN_LIMIT = 1 << 20
"""Depth of elements within elements, elements of a package, different names of a part, and bytes of one tag or text."""

FORM_ROWS = (30_000, 3_000)
FORM_CELLS = 400_000
FORM_DEPTH = 30
FORM_LANGUAGES = 12
FORM_REFERENCES = 40_000
"""Of a questionnaire: rows of its lists and of its questions, filled cells, groups within groups, languages, and places
that name another question."""
