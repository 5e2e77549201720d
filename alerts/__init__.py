"""What is said, to whom, by when: alerts and their ledger. Sends nothing without a person's approval."""
