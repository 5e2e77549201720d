"""The source pcm_pte_inversiones: its contract (source.yml) and its reader. Nothing else belongs here."""
