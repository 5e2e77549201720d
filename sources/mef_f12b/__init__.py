"""The source mef_f12b: its contract (source.yml) and its reader. Nothing else belongs here."""
