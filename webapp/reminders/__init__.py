"""Reminders: when we tell someone.

A *reminder* is the decision to tell one person one stage of one occurrence; it exists once and ends told,
missed, cancelled or capped. What is told (the notification) and how it travels belong to `notifications`.
"""

from flask import Flask


def init_app(app: Flask) -> None:
    """Let the room hear of facts, tick every minute, answer `flask reminders`, add to the export."""
    from webapp.accounts.export import contribute
    from webapp.reminders import cli, jobs, listeners
    from webapp.reminders.book import planned_for

    assert jobs
    assert listeners
    app.cli.add_command(cli.reminders)
    contribute("reminders", planned_for)
