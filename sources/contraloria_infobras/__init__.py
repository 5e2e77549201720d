"""The source contraloria_infobras: its contract (source.yml) and its reader. Nothing else belongs here."""
