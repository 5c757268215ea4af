"""The small pure rules: when to try again, what an answer means, and keys."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from py_vapid import Vapid02

from tests.notifications.conftest import Phone
from webapp.accounts.models import User
from webapp.core import clock
from webapp.notifications.backoff import LONGEST, pause_after, retry_after
from webapp.notifications.cli import rotated
from webapp.notifications.encryption import BadKeys, encrypt
from webapp.notifications.outcomes import Verdict, judge
from webapp.notifications.vapid import Key, Keyring, NoKey, read_key_file, split_keys, write_key_file

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
SUBJECT = "mailto:operator@example.com"


# -- backoff -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("tries", "seconds"), [(1, 30), (2, 60), (3, 120), (7, 1920), (8, 3600), (9, 3600), (10**6, 3600)]
)
def test_the_step_doubles_up_to_an_hour(tries: int, seconds: int) -> None:
    assert pause_after(tries, lambda: 1.0) == timedelta(seconds=seconds)


@given(tries=st.integers(1, 10**6), jitter=st.floats(0, 1))
def test_a_pause_is_never_nothing_and_never_over_an_hour(tries: int, jitter: float) -> None:
    assert timedelta(seconds=1) <= pause_after(tries, lambda: jitter) <= LONGEST


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("120", 120),
        (" 120 ", 120),
        ("0", 1),
        ("999999999999999999999999", 86400),
        ("Sat, 21 Nov 2026 12:05:00 GMT", 300),
        ("Sat, 21 Nov 2026 11:00:00 GMT", 1),
        ("Mon, 21 Nov 2099 11:00:00 GMT", 86400),
        ("Saturday, 21-Nov-26 12:05:00 GMT", 300),
    ],
)
def test_retry_after_is_understood(header: str, seconds: int) -> None:
    assert retry_after(header, NOW) == timedelta(seconds=seconds)


@pytest.mark.parametrize("header", [None, "", "soon", "-5", "1.5", "1_000", "१२०", "Sat, 99 Foo 2026"])
def test_an_unreadable_retry_after_is_none(header: str | None) -> None:
    assert retry_after(header, NOW) is None


@given(header=st.text(max_size=60))
def test_no_retry_after_can_do_harm(header: str) -> None:
    pause = retry_after(header, NOW)
    assert pause is None or timedelta(seconds=1) <= pause <= timedelta(hours=24)


# -- outcomes ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "verdict"),
    [
        (0, Verdict.RETRY),
        (200, Verdict.SENT),
        (201, Verdict.SENT),
        (202, Verdict.SENT),
        (204, Verdict.SENT),
        (301, Verdict.RETRY),
        (307, Verdict.RETRY),
        (400, Verdict.FAULT),
        (401, Verdict.FAULT),
        (403, Verdict.REFUSED),
        (404, Verdict.GONE),
        (405, Verdict.FAULT),
        (408, Verdict.RETRY),
        (410, Verdict.GONE),
        (413, Verdict.FAULT),
        (429, Verdict.RETRY),
        (500, Verdict.RETRY),
        (503, Verdict.RETRY),
        (599, Verdict.RETRY),
    ],
)
def test_every_answer_has_its_verdict(status: int, verdict: Verdict) -> None:
    assert judge(status) == verdict


# -- keys ----------------------------------------------------------------------------------------


def test_a_token_proves_our_key_and_is_signed_once_an_hour(monkeypatch: pytest.MonkeyPatch) -> None:
    key = Key.generate()
    ring = Keyring([key.private], SUBJECT)
    monkeypatch.setattr(clock, "real_now", lambda: NOW)
    header = ring.authorization(key.id, "https://fcm.googleapis.com")
    assert Vapid02.verify(header)
    assert f"k={key.public}" in header
    assert ring.authorization(key.id, "https://fcm.googleapis.com") is header
    assert ring.authorization(key.id, "https://web.push.apple.com") != header
    monkeypatch.setattr(clock, "real_now", lambda: NOW + timedelta(hours=1))
    assert ring.authorization(key.id, "https://fcm.googleapis.com") != header
    assert len(ring._signed) == 1


def test_each_subscription_is_signed_with_its_own_key() -> None:
    new, old = Key.generate(), Key.generate()
    ring = Keyring([new.private, old.private], SUBJECT)
    assert ring.current.id == new.id
    assert f"k={old.public}" in ring.authorization(old.id, "https://x.example")
    with pytest.raises(NoKey):
        ring.authorization("unknown", "https://x.example")


def test_without_keys_there_is_no_current_one() -> None:
    with pytest.raises(NoKey):
        _ = Keyring([], SUBJECT).current


def test_keys_in_settings_are_split_at_commas_and_spaces() -> None:
    assert split_keys(" a,b\nc ,d ") == ["a", "b", "c", "d"]


def test_a_key_file_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    path = tmp_path / "new" / "vapid-keys"
    first = read_key_file(path)
    assert read_key_file(path) == first
    assert path.stat().st_mode & 0o777 == 0o600
    write_key_file(path, ["a", "b"])
    assert read_key_file(path) == ["a", "b"]


def test_rotation_keeps_what_is_in_use(app: Flask, owner: User, phone: Any) -> None:
    used, unused = Key.generate(), Key.generate()
    phone(owner, key_id=used.id)
    fresh, *kept = rotated(Keyring([unused.private, used.private], SUBJECT))
    assert kept == [used.private]
    assert fresh not in (used.private, unused.private)


@pytest.mark.parametrize("command", [["keys"], ["keys", "--new"]])
def test_the_command_shows_keys(app: Flask, command: list[str]) -> None:
    shown = app.test_cli_runner().invoke(args=["push", *command])
    assert shown.exit_code == 0
    assert "public key: B" in shown.output
    assert ("VAPID_PRIVATE_KEY=" in shown.output) == ("--new" in command)


# -- encryption ----------------------------------------------------------------------------------


def test_what_is_encrypted_can_be_read_by_the_device_alone() -> None:
    phone, other = Phone.at(""), Phone.at("")
    keys = phone.to_json()["keys"]
    body = encrypt(b'{"a": 1}', keys["p256dh"], keys["auth"])
    assert phone.read(body) == {"a": 1}
    assert body != encrypt(b'{"a": 1}', keys["p256dh"], keys["auth"])
    with pytest.raises(Exception, match="Decryption"):
        other.read(body)


@pytest.mark.parametrize("point", ["", "AAAA", "A" * 87, "%"])
def test_bad_keys_are_one_kind_of_error(point: str) -> None:
    with pytest.raises(BadKeys):
        encrypt(b"x", point, "BTBZMqHH6r4Tts7J_aSIgg")
