"""The steps of a night, one module each: take from the stores, call a room, put back. No Dagster, no SQL, no rules."""
