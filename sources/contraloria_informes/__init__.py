"""The source contraloria_informes: its contract (source.yml) and its reader. Nothing else belongs here."""
