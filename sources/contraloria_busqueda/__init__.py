"""The source contraloria_busqueda: its contract (source.yml) and its reader. Nothing else belongs here."""
