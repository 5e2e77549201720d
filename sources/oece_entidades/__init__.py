"""The source oece_entidades: its contract (source.yml) and its reader. Nothing else belongs here."""
