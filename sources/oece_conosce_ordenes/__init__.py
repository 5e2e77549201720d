"""The source oece_conosce_ordenes: its contract (source.yml) and its reader. Nothing else belongs here."""
