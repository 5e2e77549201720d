"""The source inei_limites: its contract (source.yml) and its reader. Nothing else belongs here."""
