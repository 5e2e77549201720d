"""Who goes to look: lists of works worth a visit. Reserved until the visit is done."""
