"""The source oece_conosce_pac: its contract (source.yml) and its reader. Nothing else belongs here."""
