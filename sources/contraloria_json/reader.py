"""Reads contraloria_json: one table as a list of objects. What is particular belongs in source.yml."""

from sources.jsonrows import read_json_rows as read

__all__ = ["read"]
