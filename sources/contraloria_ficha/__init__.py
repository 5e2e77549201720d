"""The source contraloria_ficha: its contract (source.yml) and its reader. Nothing else belongs here."""
