"""The source contraloria_paralizadas: its contract (source.yml) and its reader. Nothing else belongs here."""
