"""The source oece_valorizaciones: its contract (source.yml) and its reader. Nothing else belongs here."""
