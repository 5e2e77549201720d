"""The source oece_conosce_adjudicaciones: its contract (source.yml) and its reader. Nothing else belongs here."""
