"""The source mef_consulta: its contract (source.yml) and its reader. Nothing else belongs here."""
