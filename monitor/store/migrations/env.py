"""Runs a migration inside the transaction that its caller opened."""

from alembic import context

from monitor.store.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=False,  # the caller's transaction holds the whole upgrade
    render_as_batch=True,
)
context.run_migrations()
