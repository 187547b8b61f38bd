"""Alembic migrations, run through `qa.store.schema` only."""
