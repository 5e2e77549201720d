"""The source contraloria_monitores: its contract (source.yml) and its reader. Nothing else belongs here."""
