"""The pages of docs/rules/ that are made from the code: every operator, every key, the schema."""
