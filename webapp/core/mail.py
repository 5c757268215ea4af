"""Mail: an outbox row in the transaction that causes it, sent by a job through a transport.

`MAIL_URL`: `console:`, `folder:///path`, `smtp://user:password@host:587` (STARTTLS), `smtps://...`,
`smtp+plain://host:port` for a relay on this machine without encryption.
"""

import logging
import smtplib
import ssl
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import make_msgid
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import unquote, urlsplit

from flask import Flask, current_app
from sqlalchemy import Index, case, func, or_, select, update
from sqlalchemy.orm import Mapped, mapped_column

from webapp.core import clock
from webapp.core.db import Record, UtcDateTime, after_commit, db, random_ref
from webapp.core.jobs import job, periodic

log = logging.getLogger(__name__)
LEASE = timedelta(seconds=60)
TRIES = 8
KEPT_FOR = timedelta(days=7)
_EMPTY: dict[str, Any] = {"to": "", "subject": "", "text": "", "html": None, "headers": {}}


class OutboxMail(Record):
    """One mail to one address. queued -> leased -> sent | queued again | dead."""

    __tablename__ = "outbox_mails"
    __table_args__ = (
        Index("ix_outbox_mails_state_due_at", "state", "due_at"),
        db.CheckConstraint("state IN ('queued', 'leased', 'sent', 'dead')", name="state"),
    )

    to: Mapped[str] = mapped_column(db.String(320))
    subject: Mapped[str] = mapped_column(db.String(400))
    text: Mapped[str] = mapped_column(db.Text)
    html: Mapped[str | None] = mapped_column(db.Text)
    headers: Mapped[dict[str, str]] = mapped_column(db.JSON, default=dict)
    key: Mapped[str | None] = mapped_column(db.String(160), unique=True)
    state: Mapped[str] = mapped_column(db.String(10), default="queued")
    due_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.real_now)
    tries: Mapped[int] = mapped_column(default=0)
    token: Mapped[str | None] = mapped_column(db.String(20))
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    def as_message(self, sender: str) -> EmailMessage:
        """Return the RFC 5322 message."""
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = sender, self.to, " ".join(self.subject.split())
        message["Message-ID"] = make_msgid(
            f"{self.id}.{random_ref()}", domain=sender.rsplit("@", 1)[-1].strip("> ")
        )
        message["Date"] = clock.real_now()
        for name, value in (self.headers or {}).items():
            message[name] = value
        message.set_content(self.text)
        if self.html:
            message.add_alternative(self.html, subtype="html")
        return message


def post(
    to: str, subject: str, text: str, html: str | None = None, key: str | None = None, **headers: str
) -> OutboxMail | None:
    """Put a mail into the outbox within the current transaction; it leaves after the commit.

    With a `key` already used nothing is added and None is returned: a mail is never sent twice.
    """
    if key and db.session.scalar(select(OutboxMail.id).where(OutboxMail.key == key)):
        return None
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    mail = OutboxMail(to=to, subject=subject, text=text, html=html, key=key, headers=named)
    db.session.add(mail)
    db.session.flush()
    after_commit(send_due_mail)
    return mail


# -- transports ----------------------------------------------------------------------------------


class Transport(Protocol):
    """Something that takes a message away. Raises OSError or smtplib.SMTPException when it cannot."""

    def send(self, message: EmailMessage) -> None: ...


class Console:
    """Prints mail to the log, for developers."""

    def send(self, message: EmailMessage) -> None:
        log.info("mail to %s: %s\n%s", message["To"], message["Subject"], message.get_body(("plain",)))


class Folder:
    """Writes each mail as an .eml file, for developers and demos."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def send(self, message: EmailMessage) -> None:
        self.path.mkdir(parents=True, exist_ok=True)
        stamp = f"{clock.real_now():%Y%m%dT%H%M%S}-{random_ref(6)}"
        (self.path / f"{stamp}.eml").write_bytes(bytes(message))


class Smtp:
    """Hands mail to an SMTP server, encrypted unless the URL says `smtp+plain`."""

    def __init__(self, url: str) -> None:
        self.parts = urlsplit(url)

    def send(self, message: EmailMessage) -> None:
        host, scheme = self.parts.hostname or "localhost", self.parts.scheme
        if scheme == "smtps":
            context = ssl.create_default_context()
            with smtplib.SMTP_SSL(host, self.parts.port or 465, timeout=10, context=context) as server:
                self._deliver(server, message)
            return
        with smtplib.SMTP(host, self.parts.port or 587, timeout=10) as server:
            if scheme == "smtp":
                server.starttls(context=ssl.create_default_context())
            self._deliver(server, message)

    def _deliver(self, server: smtplib.SMTP, message: EmailMessage) -> None:
        if self.parts.username:
            server.login(unquote(self.parts.username), unquote(self.parts.password or ""))
        server.send_message(message)


def transport_for(url: str) -> Transport:
    """Return the transport a `MAIL_URL` names. Raises ValueError for an unknown scheme."""
    parts = urlsplit(url)
    if parts.scheme == "console":
        return Console()
    if parts.scheme == "folder":
        return Folder(Path(parts.path))
    if parts.scheme in ("smtp", "smtps", "smtp+plain"):
        return Smtp(url)
    raise ValueError(f"MAIL_URL has an unknown scheme: {parts.scheme}")


# -- sending -------------------------------------------------------------------------------------


@periodic(minute="*")
@job()
def send_due_mail() -> None:
    """Send every mail that is due, one claim and one commit each, until none is left."""
    while mail := claim_mail():
        _send(mail)


@periodic(minute="29", hour="3")
@job()
def forget_old_mail() -> None:
    """Empty what left, or was given up, a week ago: its key and its outcome stay."""
    over = OutboxMail.state.in_(["sent", "dead"]) & (OutboxMail.to != "")
    left_at = func.coalesce(OutboxMail.sent_at, OutboxMail.due_at)
    db.session.execute(update(OutboxMail).where(over, left_at < clock.real_now() - KEPT_FOR).values(_EMPTY))
    db.session.commit()


def forget_address(address: str) -> None:
    """Empty every mail to an address, unsent ones too, in the current transaction: its owner is erased."""
    values = {**_EMPTY, "state": case((OutboxMail.state == "sent", "sent"), else_="dead")}
    db.session.execute(update(OutboxMail).where(OutboxMail.to == address).values(values))


def claim_mail() -> OutboxMail | None:
    """Lease the next due mail to this worker for 60 s and commit; None when there is none."""
    now = clock.real_now()
    token = random_ref(16)
    due = or_(OutboxMail.state == "queued", OutboxMail.state == "leased") & (OutboxMail.due_at <= now)
    next_id = (
        select(OutboxMail.id)
        .where(due)
        .order_by(OutboxMail.due_at)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    if (found := db.session.scalar(next_id)) is None:
        db.session.rollback()
        return None
    values = {"state": "leased", "token": token, "due_at": now + LEASE, "tries": OutboxMail.tries + 1}
    db.session.execute(update(OutboxMail).where(OutboxMail.id == found, due).values(values))
    db.session.commit()
    return db.session.scalar(select(OutboxMail).where(OutboxMail.id == found, OutboxMail.token == token))


def _send(mail: OutboxMail) -> None:
    outcome: dict[str, Any] = {"state": "sent", "sent_at": clock.real_now()}
    try:
        transport: Transport = current_app.extensions["mail_transport"]
        transport.send(mail.as_message(current_app.config["MAIL_FROM"]))
    except (OSError, smtplib.SMTPException, ValueError) as error:
        log.warning("mail %s not sent: %s", mail.id, type(error).__name__)
        outcome = _failed(mail, error)
    mine = (OutboxMail.id == mail.id) & (OutboxMail.token == mail.token)
    db.session.execute(update(OutboxMail).where(mine).values(outcome))
    db.session.commit()


def _failed(mail: OutboxMail, error: Exception) -> dict[str, Any]:
    if _is_final(error) or mail.tries >= TRIES:
        return {"state": "dead"}
    return {"state": "queued", "due_at": clock.real_now() + timedelta(seconds=30 * 2**mail.tries)}


def _is_final(error: Exception) -> bool:
    """Tell whether trying again cannot help: the address is refused for good (5xx, not 4xx), or is none."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _text in error.recipients.values())
    return isinstance(error, ValueError)


def init_app(app: Flask) -> None:
    """Choose the transport by configuration."""
    app.extensions["mail_transport"] = transport_for(app.config["MAIL_URL"])
