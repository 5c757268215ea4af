"""``flask users``: people made by the operator."""

from __future__ import annotations

import secrets

import click
from flask.cli import AppGroup

from webapp.accounts import guess
from webapp.accounts.models import EmailTaken, Role, User
from webapp.core import clock
from webapp.core.db import db
from webapp.core.i18n import LOCALES

ROLES = [role.value for role in Role]
users = AppGroup("users", help="Make accounts.")


@users.command("create")
@click.argument("email")
@click.option("--role", type=click.Choice(ROLES), default=Role.CUSTOMER.value, show_default=True)
@click.option("--name", default="", help="How the person is greeted; the address's first part when left out.")
@click.option("--locale", type=click.Choice(LOCALES), default="en", show_default=True)
@click.option("--password", help="Left out, one is made up and printed once.")
def create(email: str, role: str, name: str, locale: str, password: str | None) -> None:
    """Make an account with a proven address."""
    chosen = password or secrets.token_urlsafe(15)
    zone = guess.ZONE_OF_LANGUAGE[locale]
    try:
        user = User.register(
            email=email,
            password=chosen,
            name=name or email.partition("@")[0],
            locale=locale,
            zone=zone,
            country=guess.COUNTRY_OF_LANGUAGE[locale],
            role=role,
        )
    except EmailTaken as error:
        raise click.ClickException(f"{email} has an account already.") from error
    user.email_verified_at = clock.now()
    db.session.commit()
    print(f"Made {role} {user.email}." + ("" if password else f" Password: {chosen}"))
