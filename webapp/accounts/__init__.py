"""Who you are: accounts, sign-in, sessions, consents, settings of a person, export and erase.

Words: a *user* is a person with an account; a *session* is one signed-in browser (a row, so that it can be
ended from another one); a session is *fresh* for 15 minutes after the password was typed; a *consent* is a
row in a ledger.

For other rooms: ``current.me()`` is the signed-in User; ``signals`` are the facts to listen to;
``export.contribute`` adds a room's data to the person's export; ``settings.forms_for`` feeds the parts of a
settings page.
"""

from flask import Flask


def init_app(app: Flask) -> None:
    """Wire the session loader, the person's language and zone, pages, jobs and commands."""
    from webapp.accounts import cli, current, jobs, places, routes, sessions

    current.init_app(app)
    sessions.init_app(app)
    app.register_blueprint(routes.bp)
    app.cli.add_command(cli.users)
    app.extensions["accounts_jobs"] = jobs
    app.jinja_env.globals |= {"country_name": places.country_name, "zone_name": places.zone_name}
