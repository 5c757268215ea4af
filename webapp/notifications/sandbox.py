"""A push service of one's own: Mozilla's autopush protocol on loopback, for developers and for tests.

A browser connects by websocket (subprotocol `push-notification`) and registers channels; the application
POSTs encrypted messages to the endpoint it was given, exactly as to a real service. Nothing is stored: what
comes while no browser is connected is only kept in `received`. Tests script the answers:
`service.answer(429, retry_after="5")`.
"""

from __future__ import annotations

import asyncio
import base64
import contextlib
import json
import threading
import uuid
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSMsgType, web


@dataclass(frozen=True, slots=True)
class Received:
    """One message as the application sent it."""

    channel: str
    headers: dict[str, str]
    body: bytes
    status: int


@dataclass(frozen=True, slots=True)
class Answer:
    """What to answer to a message instead of 201, after `delay` seconds; `reset` closes without a word."""

    status: int = 201
    retry_after: str | None = None
    delay: float = 0
    reset: bool = False
    body: str = ""
    location: str | None = None


@dataclass(slots=True)
class Service:
    """The state of a running push service, shared between its own thread and the test's."""

    port: int = 0
    received: list[Received] = field(default_factory=list)
    script: deque[Answer] = field(default_factory=deque)
    always: dict[str, Answer] = field(default_factory=dict)
    acknowledged: list[dict[str, Any]] = field(default_factory=list)
    _browsers: dict[str, web.WebSocketResponse] = field(default_factory=dict)

    @property
    def origin(self) -> str:
        """Where endpoints live: the value of PUSH_TEST_ENDPOINTS."""
        return f"http://127.0.0.1:{self.port}"

    def endpoint(self, channel: str | None = None) -> str:
        """Return an endpoint without any browser behind it."""
        return f"{self.origin}/push/{channel or uuid.uuid4().hex}"

    def answer(self, status: int = 201, **more: Any) -> None:
        """Answer the next message so; answers queue up."""
        self.script.append(Answer(status, **more))

    def answer_always(self, endpoint: str, status: int, **more: Any) -> None:
        """Answer every message to one endpoint so."""
        self.always[endpoint.rsplit("/", 1)[1]] = Answer(status, **more)

    # -- the application's side ------------------------------------------------------------------

    async def push(self, request: web.Request) -> web.StreamResponse:
        """Take a message, answer as scripted, and hand it to the browser behind the channel."""
        channel = request.match_info["channel"]
        body = await request.read()
        answer = self._next_answer(channel)
        self.received.append(Received(channel, dict(request.headers), body, answer.status))
        await asyncio.sleep(answer.delay)
        if answer.reset:
            if request.transport:
                request.transport.abort()
            return web.Response(status=500)
        if answer.status == 201:
            await self._hand_over(channel, body)
        return web.Response(status=answer.status, headers=_headers(answer), text=answer.body)

    def _next_answer(self, channel: str) -> Answer:
        if channel in self.always:
            return self.always[channel]
        return self.script.popleft() if self.script else Answer()

    async def _hand_over(self, channel: str, body: bytes) -> None:
        browser = self._browsers.get(channel)
        if browser is None or browser.closed:
            return
        await browser.send_json(
            {
                "messageType": "notification",
                "channelID": channel,
                "version": uuid.uuid4().hex,
                "data": base64.urlsafe_b64encode(body).decode().rstrip("="),
                "headers": {"encoding": "aes128gcm"},
            }
        )

    # -- the browser's side ----------------------------------------------------------------------

    async def connect(self, request: web.Request) -> web.WebSocketResponse:
        """Speak autopush with one browser until it leaves."""
        socket = web.WebSocketResponse(protocols=("push-notification",))
        await socket.prepare(request)
        async for message in socket:
            if message.type == WSMsgType.TEXT:
                answer = self._react(json.loads(message.data), socket)
                if answer is not None:
                    await socket.send_json(answer)
        return socket

    def _react(self, message: dict[str, Any], socket: web.WebSocketResponse) -> dict[str, Any] | None:
        kind = message.get("messageType")
        if kind == "hello":
            uaid = message.get("uaid") or uuid.uuid4().hex
            hello = {"messageType": "hello", "uaid": uaid, "status": 200}
            return {**hello, "use_webpush": True, "broadcasts": {}}
        if kind == "register":
            return self._register(message["channelID"], socket)
        if kind == "unregister":
            self._browsers.pop(message["channelID"], None)
            return {"messageType": "unregister", "channelID": message["channelID"], "status": 200}
        if kind == "ack":
            self.acknowledged.extend(message.get("updates", []))
        return {} if kind in (None, "ping") else None

    def _register(self, channel: str, socket: web.WebSocketResponse) -> dict[str, Any]:
        self._browsers[channel] = socket
        endpoint = self.endpoint(channel)
        return {"messageType": "register", "channelID": channel, "status": 200, "pushEndpoint": endpoint}


def _headers(answer: Answer) -> dict[str, str]:
    given = {"Retry-After": answer.retry_after, "Location": answer.location}
    return {name: value for name, value in given.items() if value is not None}


def _application(service: Service) -> web.Application:
    app = web.Application()
    app.router.add_get("/", service.connect)
    app.router.add_post("/push/{channel}", service.push)
    return app


async def _start(service: Service) -> web.AppRunner:
    runner = web.AppRunner(_application(service), access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", service.port)
    await site.start()
    service.port = runner.addresses[0][1]
    return runner


async def _stop(runner: web.AppRunner) -> None:
    """Stop listening, and leave slow answers unfinished."""
    await runner.cleanup()
    unfinished = asyncio.all_tasks() - {asyncio.current_task()}
    for task in unfinished:
        task.cancel()
    await asyncio.gather(*unfinished, return_exceptions=True)


def serve(port: int) -> None:
    """Run the service in this process until interrupted."""

    async def forever() -> None:
        await _start(Service(port))
        await asyncio.Event().wait()

    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(forever())


@contextlib.contextmanager
def running(port: int = 0) -> Iterator[Service]:
    """Run the service in a thread of this process: `with running() as service:`; port 0 takes a free one."""
    service, loop = Service(port), asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, name="push-sandbox", daemon=True)
    thread.start()
    # in its own thread from the start: the caller may have a running loop of its own (Playwright does)
    runner = asyncio.run_coroutine_threadsafe(_start(service), loop).result(timeout=10)
    try:
        yield service
    finally:
        asyncio.run_coroutine_threadsafe(_stop(runner), loop).result(timeout=10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()
