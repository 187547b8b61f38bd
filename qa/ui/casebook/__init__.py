"""Parts of the casebook's page."""
