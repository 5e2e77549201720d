"""The source oece_penalidades: its contract (source.yml) and its reader. Nothing else belongs here."""
