"""The source mef_ssi: its contract (source.yml) and its reader. Nothing else belongs here."""
