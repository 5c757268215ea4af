"""Mail: in the outbox with the act that causes it, handed to a real SMTP server once."""

import contextvars
import logging
import socket
import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from flask import Flask

from webapp.core import clock, mail
from webapp.core.db import db
from webapp.core.mail import OutboxMail, Smtp, post, send_due_mail, transport_for


class Postman:
    """An SMTP server that keeps what it gets; `refuse` and `defer` answer for addresses."""

    def __init__(self) -> None:
        self.got: list[Any] = []
        self.refuse: set[str] = set()
        self.defer: set[str] = set()
        self.pause = 0.0

    async def handle_RCPT(
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        if address in self.refuse:
            return "550 no such person"
        if address in self.defer:
            return "451 come back later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        time.sleep(self.pause)
        self.got.append(message_from_bytes(envelope.content, policy=default))
        return "250 kept"


@pytest.fixture
def postman(app: Flask) -> Iterator[Postman]:
    """A real SMTP server on this machine, and the application set to use it."""
    handler = Postman()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    before = app.extensions["mail_transport"]
    app.extensions["mail_transport"] = Smtp(f"smtp+plain://127.0.0.1:{port}")
    yield handler
    app.extensions["mail_transport"] = before
    controller.stop()


def due_again() -> None:
    """Let the wait before the next try be over."""
    db.session.execute(db.update(OutboxMail).values(due_at=clock.real_now() - timedelta(seconds=1)))
    db.session.commit()


def states() -> list[str]:
    return list(db.session.scalars(db.select(OutboxMail.state).order_by(OutboxMail.id)))


def test_a_mail_leaves_after_the_commit_and_reads_as_written(postman: Postman) -> None:
    post(
        "linh@example.com",
        "Chào Linh, สวัสดี",
        "Sản phẩm của bạn — ของคุณ",
        "<p>Sản phẩm</p>",
        X_Topic="account",
    )
    assert postman.got == []
    db.session.commit()
    (got,) = postman.got
    assert (got["To"], got["Subject"], got["X-Topic"]) == ("linh@example.com", "Chào Linh, สวัสดี", "account")
    assert got.get_body(("plain",)).get_content().strip() == "Sản phẩm của bạn — ของคุณ"
    assert got.get_body(("html",)).get_content().strip() == "<p>Sản phẩm</p>"
    assert got["Message-ID"]
    assert states() == ["sent"]


def test_an_act_that_is_undone_sends_nothing(postman: Postman) -> None:
    post("linh@example.com", "Hello", "Text")
    db.session.rollback()
    send_due_mail.run()
    assert postman.got == []
    assert states() == []


def test_a_key_is_used_once(postman: Postman) -> None:
    assert post("linh@example.com", "One", "Text", key="welcome:1") is not None
    db.session.commit()
    assert post("linh@example.com", "Two", "Text", key="welcome:1") is None
    db.session.commit()
    assert [got["Subject"] for got in postman.got] == ["One"]


def test_a_refused_address_is_given_up_at_once(postman: Postman) -> None:
    postman.refuse.add("nobody@example.com")
    post("nobody@example.com", "Hello", "Text")
    db.session.commit()
    assert states() == ["dead"]


def test_a_busy_server_is_tried_again_later(postman: Postman) -> None:
    postman.defer.add("linh@example.com")
    post("linh@example.com", "Hello", "Text")
    db.session.commit()
    row = db.session.scalars(db.select(OutboxMail)).one()
    assert (row.state, row.tries) == ("queued", 1)
    assert row.due_at > clock.real_now() + timedelta(seconds=20)
    send_due_mail.run()
    assert row.tries == 1, "not before its time"
    postman.defer.clear()
    due_again()
    send_due_mail.run()
    assert states() == ["sent"]
    assert len(postman.got) == 1


def test_a_dead_server_is_given_up_after_eight_tries(app: Flask, caplog: pytest.LogCaptureFixture) -> None:
    before = app.extensions["mail_transport"]
    app.extensions["mail_transport"] = Smtp("smtp+plain://127.0.0.1:1")
    try:
        post("linh@example.com", "Secret subject", "Secret text")
        with caplog.at_level(logging.INFO):
            db.session.commit()
            for _try in range(10):
                due_again()
                send_due_mail.run()
    finally:
        app.extensions["mail_transport"] = before
    row = db.session.scalars(db.select(OutboxMail)).one()
    assert (row.state, row.tries) == ("dead", mail.TRIES)
    assert "linh@example.com" not in caplog.text
    assert "Secret" not in caplog.text


def test_a_mail_whose_worker_died_is_taken_by_another(postman: Postman) -> None:
    db.session.add(OutboxMail(to="linh@example.com", subject="Hello", text="Text"))
    db.session.commit()
    assert mail.claim_mail() is not None
    send_due_mail.run()
    assert postman.got == [], "leased for a minute"
    due_again()
    send_due_mail.run()
    assert len(postman.got) == 1


def test_two_workers_send_each_mail_once(app: Flask, postman: Postman) -> None:
    postman.pause = 0.03
    for n in range(8):
        db.session.add(OutboxMail(to=f"p{n}@example.com", subject=f"Mail {n}", text="Text"))
    db.session.commit()
    gate = threading.Barrier(2)

    def work() -> None:
        with app.app_context():
            gate.wait()
            send_due_mail.run()
            db.session.remove()

    workers = [threading.Thread(target=contextvars.Context().run, args=(work,)) for _worker in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    db.session.expire_all()
    assert sorted(got["Subject"] for got in postman.got) == [f"Mail {n}" for n in range(8)]
    assert set(states()) == {"sent"}


def test_a_subject_cannot_smuggle_a_header(postman: Postman) -> None:
    post("linh@example.com", "Hello\r\nBcc: all@example.com", "Text")
    db.session.commit()
    (got,) = postman.got
    assert got["Bcc"] is None
    assert got["Subject"] == "Hello Bcc: all@example.com"


def test_a_folder_keeps_mails_as_files(tmp_path: Path) -> None:
    row = OutboxMail(id=1, to="linh@example.com", subject="Hello", text="Text", headers={})
    transport_for(f"folder://{tmp_path}").send(row.as_message("Aftercare <no-reply@example.com>"))
    (file,) = tmp_path.glob("*.eml")
    assert b"To: linh@example.com" in file.read_bytes()


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("console:", "Console"),
        ("folder:///tmp/mail", "Folder"),
        ("smtp://u:p@h:587", "Smtp"),
        ("smtps://h", "Smtp"),
    ],
)
def test_the_address_of_the_transport_names_its_kind(url: str, kind: str) -> None:
    assert type(transport_for(url)).__name__ == kind


def test_an_unknown_transport_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown scheme: pigeon"):
        transport_for("pigeon://roof")


def test_a_console_shows_the_text(caplog: pytest.LogCaptureFixture, app: Flask) -> None:
    row = OutboxMail(id=1, to="linh@example.com", subject="Hello", text="Press here", headers={})
    with caplog.at_level(logging.INFO):
        transport_for("console:").send(row.as_message("no-reply@example.com"))
    assert "Press here" in caplog.text


def test_what_was_sent_a_week_ago_is_forgotten(postman: Postman) -> None:
    for name in ("old", "new"):
        post(f"{name}@example.com", "Hello", "A link", html="<a>link</a>", key=name)
    db.session.commit()
    old = db.session.scalars(db.select(OutboxMail).where(OutboxMail.key == "old")).one()
    old.sent_at = clock.real_now() - timedelta(days=8)
    mail.forget_old_mail.run()
    texts = db.session.execute(db.select(OutboxMail.key, OutboxMail.to, OutboxMail.text, OutboxMail.html))
    assert set(texts) == {("old", "", "", None), ("new", "new@example.com", "A link", "<a>link</a>")}
    assert post("old@example.com", "Hello", "Again", key="old") is None
