"""Parts of the overview's page."""
