"""`flask demo load|reset`: people, products and history to look around in."""

from collections.abc import Iterable

import click
from flask import Flask, current_app
from flask.cli import AppGroup

from webapp.home import demo

demo_commands = AppGroup("demo", help="Load demo data, or start it anew.")


@demo_commands.command("load")
def load() -> None:
    """Load the demo once; a second time changes nothing."""
    if demo.is_loaded():
        click.echo("The demo data is already there.")
    else:
        _show(demo.load())
    _introduce()


@demo_commands.command("reset")
def reset() -> None:
    """Delete everything and load the demo again. Refused in production."""
    if current_app.config["ENV"] == "production":
        raise click.ClickException("This deletes every row: it is refused in production.")
    _show(demo.reset())
    _introduce()


def _show(rooms: Iterable[str]) -> None:
    for room in rooms:
        click.echo(f"  {room} loaded")


def _introduce() -> None:
    click.echo(f"Open {current_app.config['PUBLIC_URL']} once the web server says it listens.")
    click.echo(f"Sign in with the password {demo.PASSWORD} as one of:")
    for email in demo.PEOPLE:
        click.echo(f"  {email}")


def init_app(app: Flask) -> None:
    """Register the commands."""
    app.cli.add_command(demo_commands)
