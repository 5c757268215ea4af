"""The local push service speaks with a browser as Mozilla's does."""

from __future__ import annotations

import asyncio
import base64
from typing import Any

import aiohttp

from webapp.notifications.endpoints import Guard, Target
from webapp.notifications.sandbox import Service
from webapp.notifications.sender import Request, Sender


async def _browser(service: Service, send: Any) -> list[dict[str, Any]]:
    """Say hello, register, receive what `send(endpoint)` sends, acknowledge, leave."""
    heard: list[dict[str, Any]] = []
    async with (
        aiohttp.ClientSession() as session,
        session.ws_connect(service.origin, protocols=("push-notification",)) as socket,
    ):
        for message in (
            {"messageType": "hello", "use_webpush": True},
            {"messageType": "register", "channelID": "c1"},
        ):
            await socket.send_json(message)
            heard.append(await socket.receive_json())
        await asyncio.to_thread(send, heard[-1]["pushEndpoint"])
        heard.append(await socket.receive_json())
        await socket.send_json({"messageType": "ack", "updates": [{"channelID": "c1", "code": 100}]})
        await socket.send_json({})
        heard.append(await socket.receive_json())
        await socket.send_json({"messageType": "unregister", "channelID": "c1"})
        heard.append(await socket.receive_json())
    return heard


def test_a_message_reaches_the_browser_behind_its_channel(service: Service, sender: Sender) -> None:
    def send(endpoint: str) -> None:
        target: Target = Guard(test_endpoints=[service.origin]).check(endpoint)
        (answer,) = sender.send([Request(1, target, (), b"sealed")])
        assert answer.status == 201

    hello, registered, message, pong, gone = asyncio.run(_browser(service, send))
    assert (hello["status"], hello["use_webpush"]) == (200, True)
    assert registered["pushEndpoint"].startswith(service.origin)
    assert message["messageType"] == "notification"
    assert base64.urlsafe_b64decode(message["data"] + "==") == b"sealed"
    assert message["headers"] == {"encoding": "aes128gcm"}
    assert pong == {}
    assert gone["status"] == 200
    assert {"channelID": "c1", "code": 100} in service.acknowledged
