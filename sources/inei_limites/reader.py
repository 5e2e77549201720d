"""Reads inei_limites: one feature a row of a GeoJSON collection. The rest is in source.yml."""

from sources.jsonrows import read_features as read

__all__ = ["read"]
