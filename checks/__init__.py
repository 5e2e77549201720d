"""What ought to be true: rules, parameters, the legal clock, expectations on arrival."""
