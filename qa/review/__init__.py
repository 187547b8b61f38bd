"""What inspectors say of verdicts: their decisions read, and what follows for the rules."""
