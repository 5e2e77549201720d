"""Reads contraloria_monitores: the headers of a file of unknown columns. The rest is in source.yml."""

from sources.unknowncsv import read_headers as read

__all__ = ["read"]
