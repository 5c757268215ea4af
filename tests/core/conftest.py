"""Running a view the way the application does, without a page for it."""

import contextvars
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask, Response, g

from webapp.accounts.models import User
from webapp.core.db import db
from webapp.core.web import unit_of_work

View = Callable[[], Any]
Press = Callable[..., Response]


@pytest.fixture
def press(app: Flask, owner: User) -> Press:
    """Send a request to a view: `press(view, key="k", data={...}, person=owner)`; returns its answer."""

    def send(
        view: View, *, key: str | None = None, person: User | None = owner, path: str = "/act", **request: Any
    ) -> Response:
        person_id = person.id if person else None
        db.session.commit()  # no lock of the test may stay
        headers = {"Idempotency-Key": key} if key else {}

        def inside() -> Response:
            with (
                app.app_context(),
                app.test_request_context(path, **{"method": "POST"} | request, headers=headers),
            ):
                if person_id:
                    g._login_user = db.session.get_one(User, person_id)
                answer: Response = unit_of_work(view)()
                return answer

        try:
            return contextvars.Context().run(inside)
        finally:
            db.session.expire_all()

    return send
