"""The source pcm_pte_entidades: its contract (source.yml) and its reader. Nothing else belongs here."""
