"""The DOCX writer: the block model as a Word document that can be edited, commented and sent back.

Each block carries a hidden bookmark `_fl_<id>`; captions, cross-references and contents are real fields with their
values filled in, footnotes are real footnotes. The page limit is judged on the PDF: Word breaks pages differently.
"""

from filao.documents.word.writer import build

__all__ = ["build"]
