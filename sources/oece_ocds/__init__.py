"""The source oece_ocds: OECE's monthly record packages, their contract and their reader. Nothing else belongs here."""
