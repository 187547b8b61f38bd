"""Good and bad cases for training."""
