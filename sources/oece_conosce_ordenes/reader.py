"""Reads oece_conosce_ordenes: one table in the first sheet of a workbook. The rest is in source.yml."""

from sources.xlsx import read_xlsx as read

__all__ = ["read"]
