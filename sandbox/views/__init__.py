"""A plan as the registers show it on one day: the published records. Knows no rule and no outcome."""
