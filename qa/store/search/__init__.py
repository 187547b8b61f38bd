"""Full-text search in Chinese: overlapping pairs of characters in each database's own index."""
