"""Answers out: XLSX, CSV, JSON, SPSS and Stata, each with its codebook."""

from filao.exchange.responses.codebook import codebook_rows
from filao.exchange.responses.columns import Export
from filao.exchange.responses.files import write_csv, write_json, write_workbook
from filao.exchange.responses.statistics import write_sav, write_stata

__all__ = ["Export", "codebook_rows", "write_csv", "write_json", "write_sav", "write_stata", "write_workbook"]
