"""The source oece_conosce_consorcios: its contract (source.yml) and its reader. Nothing else belongs here."""
