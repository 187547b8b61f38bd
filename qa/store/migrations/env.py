"""Alembic's entry: migrates on the connection, and in the transaction, that it is given."""

from alembic import context

from qa.store.schema import is_compared
from qa.store.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    include_object=is_compared,
    transactional_ddl=True,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
