"""Say whether the migrations build exactly the tables of the models: `python -m tests.migrations_current`."""

import os
import sys
import tempfile

os.environ["APP_ENV"] = "test"


def differences(url: str) -> list[str]:
    """Upgrade an empty database and return what autogenerate would still change."""
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext
    from flask_migrate import upgrade

    from webapp.app import create_app
    from webapp.core.db import db

    app = create_app({"SQLALCHEMY_DATABASE_URI": url})
    with app.app_context():
        upgrade()
        with db.engine.connect() as connection:
            context = MigrationContext.configure(connection, opts={"compare_type": True})
            return [repr(change) for change in compare_metadata(context, db.metadata)]


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        left = differences(f"sqlite:///{folder}/migrated.db")
    for line in left:
        print(line)
    print("migrations are current" if not left else 'run: make migrations m="what changed"')
    sys.exit(bool(left))
