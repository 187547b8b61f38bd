"""A draft of a rulebook tried on history: what would change if it were published."""
