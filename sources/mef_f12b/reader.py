"""Reads mef_f12b: one table in a delimited text file. What is particular belongs in source.yml."""

from sources.csvfile import read_csv as read

__all__ = ["read"]
