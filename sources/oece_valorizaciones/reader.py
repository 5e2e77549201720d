"""Reads oece_valorizaciones: one table in a delimited text file. The rest is in source.yml."""

from sources.csvfile import read_csv as read

__all__ = ["read"]
