"""What Alembic runs: the application's own engine and tables, nothing configured twice."""

from typing import Any, Literal

from alembic import context
from flask import current_app
from sqlalchemy import Connection

from webapp.core.db import UtcDateTime, db


def _plain_type(kind: str, value: Any, autogen: Any) -> str | Literal[False]:
    """Write our own column types as their portable SQL types, so that old migrations never import us."""
    if kind == "type" and isinstance(value, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    return False


def _migrate(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=db.metadata,
        render_as_batch=True,
        render_item=_plain_type,
        compare_type=True,
        process_revision_directives=_skip_empty,
    )
    with context.begin_transaction():
        context.run_migrations()


def _skip_empty(_context: Any, _revision: Any, directives: list[Any]) -> None:
    if directives and directives[0].upgrade_ops.is_empty():
        directives[:] = []


with current_app.app_context():
    if context.config.attributes.get("connection") is not None:
        _migrate(context.config.attributes["connection"])
    else:
        with db.engine.connect() as opened:
            _migrate(opened)
            opened.commit()
