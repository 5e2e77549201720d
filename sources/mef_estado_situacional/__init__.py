"""The source mef_estado_situacional: its contract (source.yml) and its reader. Nothing else belongs here."""
