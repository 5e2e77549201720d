"""The source contraloria_fotos: its contract (source.yml) and its reader. Nothing else belongs here."""
