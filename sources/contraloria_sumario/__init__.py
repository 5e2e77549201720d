"""The source contraloria_sumario: its contract (source.yml) and its reader. Nothing else belongs here."""
