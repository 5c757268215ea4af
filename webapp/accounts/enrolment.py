"""Turning a person's second factor on and off."""

from __future__ import annotations

import pyotp
import segno
from flask import current_app
from markupsafe import Markup
from sqlalchemy import delete

from webapp.accounts.models import RecoveryCode, SecondFactor, User
from webapp.core import clock
from webapp.core.db import db


def uri(account: str, secret: str) -> str:
    """The otpauth address an authenticator app reads from the picture."""
    return pyotp.TOTP(secret).provisioning_uri(
        name=account, issuer_name=str(current_app.config["BRAND_NAME"])
    )


def picture(text: str) -> Markup:
    """A QR code as inline SVG, black on white in the dark too: that is what cameras expect."""
    code = segno.make(text, error="m")
    rows = list(code.matrix_iter(border=4))
    side = len(rows)
    dark = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, on in enumerate(row) if on)
    return Markup(
        '<svg class="qr" viewBox="0 0 {0} {0}" width="200" height="200" shape-rendering="crispEdges" '
        'role="img" aria-label="QR">'
        '<rect width="{0}" height="{0}" fill="#fff"></rect><path d="{1}" fill="#000"></path></svg>'
    ).format(side, dark)


def readable(secret: str) -> str:
    """The secret in groups of four, to type by hand."""
    return " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))


def turn_on(user: User, secret: str, code: str) -> bool:
    """Keep the secret if the code proves that the app has it; this session counts as proven too."""
    factor = SecondFactor(user_id=user.id, secret=secret, confirmed_at=clock.real_now())
    db.session.add(factor)
    db.session.flush()
    if not factor.accepts(code):
        db.session.delete(factor)
        return False
    if user.session is not None:
        user.session.second_factor_at = clock.real_now()
    return True


def turn_off(user: User) -> bool:
    """Forget secret and recovery codes; False when there were none."""
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user.id))
    done = db.session.execute(delete(SecondFactor).where(SecondFactor.user_id == user.id))
    if user.session is not None:
        user.session.second_factor_at = None
    return bool(done.rowcount)  # type: ignore[attr-defined]
