"""Whose copy is on the phone: the opaque account key that pages and waiting writes carry."""

import hashlib
import hmac
from functools import lru_cache

from flask import Response, abort, current_app, request

from webapp.accounts.current import someone
from webapp.accounts.models import User
from webapp.core.web import SAFE, keep_offline

ACCOUNT_HEADER = "X-Account"
VISITOR = "visitor"


def account_key(person: User | None) -> str:
    """Return the name under which a phone keeps this person's pages: opaque, and the same on every phone."""
    if person is None:
        return VISITOR
    return _opaque(str(current_app.config["SECRET_KEY"]), person.id)


@lru_cache(maxsize=4096)
def _opaque(secret: str, person_id: int) -> str:
    return hmac.new(secret.encode(), f"offline copy of {person_id}".encode(), hashlib.sha256).hexdigest()[:20]


def kept(response: Response) -> Response:
    """Let the phone keep this page for whoever asked for it."""
    return keep_offline(response, account_key(someone()))


def refuse_other_account() -> None:
    """Refuse (403) a write that waited on the phone under another account than the one signed in now."""
    wanted = request.headers.get(ACCOUNT_HEADER)
    if wanted is None or request.method in SAFE:
        return
    person = someone()
    if person is None:
        abort(401)  # it waits on: its owner may sign in again
    if not hmac.compare_digest(wanted.encode(), account_key(person).encode()):
        abort(403)
