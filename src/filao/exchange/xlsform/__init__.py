"""XLSForm workbooks: written from what Filao authors, and compiled to the XForm that every client takes."""

from filao.exchange.xlsform.compiling import Compiled, compile
from filao.exchange.xlsform.writing import attachments, write, written_list

__all__ = ["Compiled", "attachments", "compile", "write", "written_list"]
