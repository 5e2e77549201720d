"""A contract that exists only in these tests, without the way it is asked: each test adds its own."""

BASE = {
    "title": {"es": "Prueba", "en": "Test"},
    "summary": "A register that exists only in this test.",
    "publisher": {"name": "Nadie", "acronym": "ND", "official": False, "url": "https://portal.example"},
    "register": "Prueba",
    "url": "https://portal.example",
    "licence": "CC0",
    "legal_basis": "None; this register is invented for the test.",
    "cadence": "daily",
    "stale_after_days": 7,
    "latency_days": 1,
    "scope": "works",
    "tables": {"rows": {"description": "One row a thing.", "columns": [{"name": "a", "header": "A"}]}},
    "expectations": {"min_rows": 1},
    "reader_version": 1,
}
