"""The source inei_distritos: its contract (source.yml) and its reader. Nothing else belongs here."""
