"""The source oece_conosce_contratos: its contract (source.yml) and its reader. Nothing else belongs here."""
