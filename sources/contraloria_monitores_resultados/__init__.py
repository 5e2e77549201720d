"""The source contraloria_monitores_resultados: its contract (source.yml) and its reader. Nothing else belongs here."""
