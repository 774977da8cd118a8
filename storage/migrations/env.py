"""Runs revisions on the connection that `storage.migrations` hands over."""

from alembic import context
from sqlmodel import SQLModel

from storage import models  # noqa: F401 - the import registers the tables

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    render_as_batch=True,
    compare_type=True,
)

with context.begin_transaction():
    context.run_migrations()
