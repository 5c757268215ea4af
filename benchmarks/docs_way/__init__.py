"""The product list once more, written the way the documentation of each extension teaches it.

Flask-SQLAlchemy entities and `db.paginate`, Flask-Login's `user_loader` with `session.get`, Flask-Babel's
gettext and date filters in templates that Flask renders. Same tables, same rows, same page; relationships are
loaded eagerly, so that it makes no statement per row.
"""
