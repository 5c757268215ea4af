"""Answers kept by key, so that pressing twice, going back or a lost answer never acts twice.

The key travels in the form field `idempotency_key` or the header `Idempotency-Key`. The answer is
stored in the transaction of the act itself. Visitors have no key: their acts are safe to repeat by
their own rules (and an answer that signs someone in must not lie in a table).
"""

import hashlib
import hmac
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta

from flask import Flask, Response, current_app, request
from flask_login import current_user
from markupsafe import Markup
from sqlalchemy import Index, UniqueConstraint, delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from webapp.core import clock
from webapp.core.db import Record, UtcDateTime, db
from webapp.core.errors import DomainError
from webapp.core.i18n import _l

KEPT_FOR = timedelta(days=7)
FIELD = "idempotency_key"


class KeyReused(DomainError):
    """The same key arrived with another request."""

    text = _l("This form was already sent with other contents. Reload the page and send it again.")


class KeptAnswer(Record):
    """The answer to one act of one person."""

    __tablename__ = "kept_answers"
    __table_args__ = (UniqueConstraint("person_id", "key"), Index("ix_kept_answers_kept_at", "kept_at"))

    person_id: Mapped[int]
    key: Mapped[str] = mapped_column(db.String(80))
    request_hash: Mapped[str] = mapped_column(db.String(64))
    status: Mapped[int] = mapped_column(default=0)
    location: Mapped[str | None] = mapped_column(db.String(2000))
    mimetype: Mapped[str] = mapped_column(db.String(100), default="")
    body: Mapped[bytes] = mapped_column(db.LargeBinary, default=b"")
    kept_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.real_now)


def once(act: Callable[[], Response]) -> Response:
    """Run `act` the first time its key is seen; afterwards give the answer it gave.

    Raises KeyReused when the key comes with another request.
    """
    key = request.headers.get("Idempotency-Key") or request.form.get(FIELD)
    if not key or not current_user.is_authenticated or len(key) > 80:
        return act()
    row = KeptAnswer(person_id=int(current_user.id), key=key, request_hash=_request_hash())
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError:
        return _kept(row.person_id, key, row.request_hash)
    answer = act()
    if answer.status_code < 400:
        _keep(row, answer)
    elif row in db.session:  # matters where the refusal's own rows are kept: the same key may try again
        db.session.delete(row)
    return answer


def _keep(row: KeptAnswer, answer: Response) -> None:
    row.status, row.location, row.mimetype = answer.status_code, answer.location, answer.mimetype or ""
    row.body = b"" if answer.direct_passthrough else answer.get_data()
    db.session.flush()


def _kept(person_id: int, key: str, request_hash: str) -> Response:
    row = db.session.scalars(
        select(KeptAnswer).where(KeptAnswer.person_id == person_id, KeptAnswer.key == key)
    ).one()
    if row.request_hash != request_hash:
        raise KeyReused
    answer = Response(row.body, row.status, mimetype=row.mimetype)
    if row.location:
        answer.location = row.location
    answer.headers["Idempotency-Replayed"] = "true"
    return answer


def _request_hash() -> str:
    secret = str(
        current_app.config["SECRET_KEY"]
    ).encode()  # forms carry passwords: no bare fast hash of those
    digest = hmac.new(secret, f"{request.method} {request.path}\n".encode(), "sha256")
    if request.mimetype not in ("multipart/form-data", "application/x-www-form-urlencoded"):
        digest.update(request.get_data())
    for name, values in sorted(request.form.lists()):
        if name != FIELD:
            digest.update(f"{name}={values!r}\n".encode("utf-8", "replace"))
    for name, upload in sorted(request.files.items()):
        digest.update(f"{name}:{upload.filename!r}\n".encode("utf-8", "replace"))
        digest.update(hashlib.file_digest(upload.stream, "sha256").digest())  # type: ignore[arg-type]
        upload.stream.seek(0)
    return digest.hexdigest()


def forget_old() -> int:
    """Delete answers kept longer than seven days; return how many."""
    limit = clock.real_now() - KEPT_FOR
    return int(db.session.execute(delete(KeptAnswer).where(KeptAnswer.kept_at < limit)).rowcount)  # type: ignore[attr-defined]


def _hidden_field() -> Markup:
    return Markup('<input type="hidden" name="{}" value="{}">').format(FIELD, uuid.uuid4().hex)


def init_app(app: Flask) -> None:
    """Give templates `idempotency()`, the hidden field of every unsafe form."""
    app.jinja_env.globals["idempotency"] = _hidden_field
