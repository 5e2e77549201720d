"""Reads contraloria_informes: one table as a JSON list of objects. The rest is in source.yml."""

from sources.jsonrows import read_json_rows as read

__all__ = ["read"]
