"""The source mef_detalle: its contract (source.yml) and its reader. Nothing else belongs here."""
