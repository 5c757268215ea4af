"""Commands for operators and developers: `flask push keys`, `rotate`, `sandbox`."""

from __future__ import annotations

import click
from flask import Flask, current_app
from flask.cli import AppGroup
from sqlalchemy import select

from webapp.core.db import db
from webapp.notifications.models import PushSubscription
from webapp.notifications.transport import current_push, key_file
from webapp.notifications.vapid import Key, Keyring, write_key_file

push_cli = AppGroup("push", help="Push messages: keys and a local push service.")


@push_cli.command("keys")
@click.option("--new", is_flag=True, help="Make a new pair instead of showing the one in force.")
def keys(new: bool) -> None:
    """Show the key in force, or make a new pair to set as VAPID_PRIVATE_KEY."""
    if new:
        key = Key.generate()
        click.echo(f"VAPID_PRIVATE_KEY={key.private}")
    else:
        key = current_push().keyring.current
    click.echo(f"public key: {key.public}")
    click.echo(f"key id: {key.id}")


@push_cli.command("rotate")
def rotate() -> None:
    """Put a new pair in front and drop old ones that no subscription uses any more."""
    privates = rotated(current_push().keyring)
    if current_app.config["VAPID_PRIVATE_KEY"]:
        click.echo("Set this, then restart web and worker:")
        click.echo(f"VAPID_PRIVATE_KEY={','.join(privates)}")
        return
    write_key_file(key_file(current_app), privates)
    click.echo("The new key is in force after a restart of web and worker.")


def rotated(keyring: Keyring) -> list[str]:
    """Return the private keys after a rotation: a new one, then those still in use."""
    used = set(db.session.scalars(select(PushSubscription.key_id).distinct()))
    return [Key.generate().private, *(key.private for key in keyring if key.id in used)]


@push_cli.command("sandbox")
@click.option("--port", default=8010, show_default=True)
def sandbox(port: int) -> None:
    """Run a local push service that a browser can use instead of its maker's."""
    from webapp.notifications.sandbox import serve

    click.echo(f"Push service on ws://127.0.0.1:{port}/")
    click.echo(f"Start the site with PUSH_TEST_ENDPOINTS=http://127.0.0.1:{port}")
    click.echo("In Firefox's about:config set dom.push.serverURL to the address above,")
    click.echo("dom.push.testing.allowInsecureServerURL and dom.push.connection.enabled to true.")
    serve(port)


def init_app(app: Flask) -> None:
    """Register the commands."""
    app.cli.add_command(push_cli)
