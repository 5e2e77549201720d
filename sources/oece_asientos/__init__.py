"""The source oece_asientos: its contract (source.yml) and its reader. Nothing else belongs here."""
