"""Reads contraloria_infobras: one table in the first sheet of a workbook. What is particular belongs in source.yml."""

from sources.xlsx import read_xlsx as read

__all__ = ["read"]
