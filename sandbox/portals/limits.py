"""Boundaries of the world's districts as GeoJSON: invented squares around a real point, no real boundary."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from sandbox.portals.printing import INVENTED

if TYPE_CHECKING:
    from sandbox.model import District, World

_HALF = 0.04  # degrees


def _feature(district: District) -> dict[str, object]:
    west, east = district.longitude - _HALF, district.longitude + _HALF
    south, north = district.latitude - _HALF, district.latitude + _HALF
    corners = ((west, south), (east, south), (east, north), (west, north), (west, south))
    ring = [[round(x, 6), round(y, 6)] for x, y in corners]
    return {
        "type": "Feature",
        "properties": {
            "IDDPTO": district.ubigeo[:2],
            "IDPROV": district.ubigeo[:4],
            "IDDIST": district.ubigeo,
            "NOMBDEP": district.department,
            "NOMBPROV": district.province,
            "NOMBDIST": district.district,
        },
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


def publish(world: World) -> bytes:
    """Print the world's districts."""
    features = [_feature(district) for district in world.districts]
    collection = {"type": "FeatureCollection", "name": INVENTED, "features": features}
    return json.dumps(collection, ensure_ascii=False).encode()
