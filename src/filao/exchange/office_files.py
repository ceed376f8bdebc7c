"""Papers as people hand them in: PDF, Word, Excel and PowerPoint files, told by their content and never by their name.

Looks at what a file is and whether it may be passed on; reads none of its text.
"""

from __future__ import annotations

from filao.core.problems import Problem
from filao.exchange.limits import FILE_LIMIT
from filao.exchange.workbooks import check_package

TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}
"""Ending of the name -> media type."""
_MAIN = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx", "ppt/presentation.xml": "pptx"}
_RUNS = ("vbaproject.bin", "vbadata.xml", ".exe", ".dll", ".js", ".vbs")
_ACTIVE = "/activex/"


def ending_of(data: bytes, name: str) -> str:
    """What a file is, as the ending of its name.

    Raises Problem file_empty, file_too_large, zip_bomb, not_a_paper (another kind of file, or one with macros).
    """
    if not data.strip():
        raise Problem("file_empty", name=name)
    if len(data) > FILE_LIMIT:
        raise Problem("file_too_large", name=name, limit_mb=FILE_LIMIT // 2**20)
    if data.startswith(b"%PDF-"):
        return "pdf"
    if not data.startswith(b"PK\x03\x04"):
        raise Problem("not_a_paper", name=name)
    try:
        parts = {part.filename for part in check_package(data, name)}
    except Problem as problem:
        if problem.code == "not_a_sheet":
            raise Problem("not_a_paper", name=name) from problem
        raise
    kinds = {ending for part, ending in _MAIN.items() if part in parts}
    small = [part.lower() for part in parts]
    if len(kinds) != 1 or "[Content_Types].xml" not in parts:
        raise Problem("not_a_paper", name=name)
    if any(part.endswith(_RUNS) or _ACTIVE in part for part in small):
        raise Problem("not_a_paper", name=name)
    return kinds.pop()
