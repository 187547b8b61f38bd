"""Learning from what the store knows: labels, training, evaluation, and nights scored."""
