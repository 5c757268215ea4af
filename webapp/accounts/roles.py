"""Giving a person another role."""

from __future__ import annotations

from webapp.accounts import sessions
from webapp.accounts.models import Role, User
from webapp.core.db import db


def give(user: User, role: Role) -> None:
    """Let `user` act as `role` from now on. Their browsers sign in anew, with the new rights only."""
    if user.role == role:
        return
    user.role = role.value
    db.session.flush()
    sessions.end_all(user.id)
