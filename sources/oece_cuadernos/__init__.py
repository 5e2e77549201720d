"""The source oece_cuadernos: its contract (source.yml) and its reader. Nothing else belongs here."""
