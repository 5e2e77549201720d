"""The source contraloria_json: its contract (source.yml) and its reader. Nothing else belongs here."""
