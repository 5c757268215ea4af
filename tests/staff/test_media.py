"""Photos, receipts and evidence: for staff only, each through the row it belongs to."""

import io
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from PIL import Image
from werkzeug.datastructures import FileStorage

from webapp.accounts.models import User
from webapp.core import media
from webapp.core.db import db
from webapp.products.models import Dispute, Purchase

SignIn = Callable[[User], FlaskClient]


def photo() -> media.Media:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(out, "PNG")
    return media.save_image(FileStorage(io.BytesIO(out.getvalue()), "photo.png"))


@pytest.fixture
def paths(pending: Purchase, dispute: Dispute) -> list[str]:
    """Where the three kinds of evidence are shown."""
    pending.label_photo_id, pending.receipt_id, dispute.evidence_id = photo().id, photo().id, photo().id
    db.session.commit()
    purchase = f"/staff/purchases/{pending.ref}"
    return [f"{purchase}/label", f"{purchase}/receipt", f"/staff/disputes/{dispute.ref}/evidence"]


def test_staff_see_the_evidence_on_the_page(desk: FlaskClient, paths: list[str], pending: Purchase) -> None:
    text = desk.get(f"/staff/registrations/{pending.ref}").text
    for path in paths[:2]:
        assert f'src="{path}"' in text
    for path in paths:
        answer = desk.get(path)
        assert (answer.status_code, answer.mimetype) == (200, "image/webp")
        assert answer.headers["Cache-Control"] == "private, no-store"


def test_customers_and_visitors_do_not(
    client: FlaskClient, stranger: User, sign_in: SignIn, paths: list[str]
) -> None:
    browser = sign_in(stranger)
    for path in paths:
        assert browser.get(path).status_code == 404, "not even their own, by this door"
        assert client.get(path).status_code == 303


def test_what_was_not_sent_is_not_there(desk: FlaskClient, pending: Purchase) -> None:
    assert desk.get(f"/staff/purchases/{pending.ref}/label").status_code == 404
    assert "neither a photo nor a receipt" in desk.get(f"/staff/registrations/{pending.ref}").text
