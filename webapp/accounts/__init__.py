"""Who you are: accounts, sign-in, sessions, consents, settings of a person, export and erase.

Words: a *user* is a person with an account; a *session* is one signed-in browser (a row, so that it can be ended
from another one); a session is *fresh* for 15 minutes after the password was typed; a *consent* is a row in a ledger.
"""

from flask import Flask


def init_app(app: Flask) -> None:
    """Wire the session loader, the person's language and zone."""
    from webapp.accounts import current, sessions

    current.init_app(app)
    sessions.init_app(app)
