"""The source mef_desactivadas: its contract (source.yml) and its reader. Nothing else belongs here."""
