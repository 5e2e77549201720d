"""The source mef_cierre: its contract (source.yml) and its reader. Nothing else belongs here."""
