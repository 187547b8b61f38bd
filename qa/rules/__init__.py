"""Rule language, operators, rulebooks and the engine that applies them to a call."""
