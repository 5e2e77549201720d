"""The source mef_proceso_seleccion: its contract (source.yml) and its reader. Nothing else belongs here."""
