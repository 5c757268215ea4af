"""What a message carries: its shape, its size, and how long texts are cut."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.notifications.payload import MAX_PAYLOAD, Button, Content, PayloadTooLong, encode, tag_of

BUTTONS = (
    Button("done", "ทำแล้ว", "https://shop.example/products/k7m2p4q9xa", "/dues/7/completion"),
    Button("snooze", "เตือนภายหลัง", "https://shop.example/products/k7m2p4q9xa", "/dues/7/snooze"),
    Button("book", "จอง", "https://shop.example/book?due=7"),
)


def content(**more: Any) -> Content:
    given: dict[str, Any] = {
        "title": "เปลี่ยนไส้กรองหมายเลข 1 ใน 3 วัน",
        "body": "เครื่องกรองน้ำในครัว",
        "lang": "th",
        "navigate": "https://shop.example/products/k7m2p4q9xa",
        "tag": tag_of("due:7:0"),
        "delivery_id": 812,
        "token": "b9Xb9Xb9Xb9Xb9Xb9Xb9",
        "unread": 3,
        "buttons": BUTTONS,
    }
    return Content(**(given | more))


def test_the_declarative_form_is_whole() -> None:
    message = json.loads(encode(content()))
    notification = message["notification"]
    assert message["web_push"] == 8030
    assert message["app_badge"] == notification["app_badge"] == "3"
    assert set(notification) == {
        "title",
        "body",
        "lang",
        "dir",
        "navigate",
        "tag",
        "silent",
        "app_badge",
        "actions",
        "data",
    }
    assert notification["data"] == {
        "id": 812,
        "token": "b9Xb9Xb9Xb9Xb9Xb9Xb9",
        "post": {"done": "/dues/7/completion", "snooze": "/dues/7/snooze"},
    }
    assert [button["action"] for button in notification["actions"]] == ["done", "snooze", "book"]


def test_without_actions_nothing_is_said_of_them() -> None:
    notification = json.loads(encode(content(buttons=())))["notification"]
    assert "actions" not in notification
    assert "post" not in notification["data"]


@given(body=st.text(max_size=2000))
def test_no_body_makes_it_too_long(body: str) -> None:
    plain = encode(content(body=body.encode("utf-8", "ignore").decode()))
    assert len(plain) <= MAX_PAYLOAD
    json.loads(plain)


def test_a_long_body_is_cut_at_a_word_with_an_ellipsis() -> None:
    body = json.loads(encode(content(body="một hai ba bốn " * 100)))["notification"]["body"]
    assert body.endswith("…")
    assert set(body.removesuffix("…").split()) <= {"một", "hai", "ba", "bốn"}


def test_a_body_that_fits_is_left_alone() -> None:
    assert json.loads(encode(content(body="x" * 100)))["notification"]["body"] == "x" * 100


def test_what_cannot_fit_is_a_fault_of_ours() -> None:
    with pytest.raises(PayloadTooLong):
        encode(content(title="ไ" * 400))


@given(key=st.text(max_size=200))
def test_tags_are_short_url_safe_and_the_same_each_time(key: str) -> None:
    key = key.encode("utf-8", "ignore").decode()
    assert tag_of(key) == tag_of(key)
    assert len(tag_of(key)) == 32
    assert tag_of(key).replace("-", "").replace("_", "").isalnum()
