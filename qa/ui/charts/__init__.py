"""Charts: each from counts to marks, with the same figures as a table."""
