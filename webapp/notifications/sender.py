"""Sends many push messages at once with libcurl: HTTP/2 where the service has it, else kept-alive HTTP/1.1.

The HTTP client decides how fast a batch goes: libcurl takes 30-45 us a message, aiohttp five times and
requests forty times that. Nothing here knows of rows: requests go in, answers come out as they finish.
"""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import certifi
import pycurl

from webapp.notifications.endpoints import Target

IN_FLIGHT = 64
"""Messages on the wire at once: enough to keep one core busy at 25 ms a round trip."""

STRIDE = 8
"""Requests started before the wire is served again: the service answers while the next are encrypted."""

CONNECT_SECONDS = 3
WHOLE_SECONDS = 10
MAX_BODY = 4096


@dataclass(frozen=True, slots=True)
class Request:
    """One encrypted message: `id` is the caller's, `target` was judged by the endpoint guard."""

    id: int
    target: Target
    headers: tuple[str, ...]
    body: bytes


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back. `status` 0: nothing did, and `trouble` names why."""

    id: int
    status: int
    retry_after: str | None = None
    trouble: str | None = None


@dataclass(slots=True)
class _Slot:
    """A reusable curl handle and what its present request has received so far."""

    curl: Any
    request: Request | None = None
    pinned: str = ""
    received: int = 0
    retry_after: str | None = None

    def on_header(self, line: bytes) -> None:
        if line[:12].lower() == b"retry-after:":
            self.retry_after = line[12:].decode("latin-1").strip()

    def on_body(self, part: bytes) -> int:
        """Count and forget; more than MAX_BODY breaks the transfer off, with its status already known."""
        self.received += len(part)
        return len(part) if self.received <= MAX_BODY else 0


class Sender:
    """Keeps connections open between batches. Not for use by several threads at once; `close` it."""

    def __init__(self, *, in_flight: int = IN_FLIGHT, ca_bundle: str | None = None) -> None:
        self._ca_bundle = ca_bundle or certifi.where()
        self._multi = pycurl.CurlMulti()
        self._multi.setopt(pycurl.M_PIPELINING, pycurl.PIPE_MULTIPLEX)
        self._multi.setopt(pycurl.M_MAX_HOST_CONNECTIONS, in_flight)
        self._idle = [self._slot() for _ in range(in_flight)]
        self._busy: dict[Any, _Slot] = {}

    def send(self, requests: Iterable[Request]) -> Iterator[Answer]:
        """Send all requests, at most `in_flight` at a time, and yield each answer as it comes.

        `requests` is read only as fast as there is room, so the caller may decide late what still goes out.
        """
        waiting = iter(requests)
        more = True
        collecting = gc.isenabled()
        gc.disable()  # a batch makes thousands of objects and no cycles: looking for some costs 3 to 6 %
        try:
            while more or self._busy:
                more = more and self._fill(waiting)
                self._multi.perform()
                yield from self._finished()
                if self._busy and not (more and self._idle):
                    self._multi.select(1.0)
        finally:
            if collecting:
                gc.enable()
            self._drop_all()

    def close(self) -> None:
        """Close every connection."""
        self._drop_all()
        for slot in self._idle:
            slot.curl.close()
        self._multi.close()

    def _fill(self, waiting: Iterator[Request]) -> bool:
        for _ in range(min(STRIDE, len(self._idle))):
            request = next(waiting, None)
            if request is None:
                return False
            self._start(self._idle.pop(), request)
        return True

    def _start(self, slot: _Slot, request: Request) -> None:
        curl, target = slot.curl, request.target
        slot.request, slot.received, slot.retry_after = request, 0, None
        pinned = f"{target.host}:{target.port}:{_bracketed(target.address)}"
        if pinned != slot.pinned:
            curl.setopt(pycurl.RESOLVE, [pinned])
            slot.pinned = pinned
        curl.setopt(pycurl.URL, target.url)
        curl.setopt(pycurl.HTTPHEADER, request.headers)
        curl.setopt(pycurl.POSTFIELDS, request.body)
        self._busy[curl] = slot
        self._multi.add_handle(curl)

    def _finished(self) -> Iterator[Answer]:
        while True:
            queued, done, failed = self._multi.info_read()
            for curl in done:
                yield self._answer(curl, None)
            for curl, number, _text in failed:
                yield self._answer(curl, _TROUBLES.get(number, f"curl {number}"))
            if not queued:
                return

    def _answer(self, curl: Any, trouble: str | None) -> Answer:
        slot = self._busy.pop(curl)
        status = curl.getinfo(pycurl.RESPONSE_CODE)
        self._multi.remove_handle(curl)
        self._idle.append(slot)
        assert slot.request is not None
        # A status that arrived counts even when the rest of the answer did not.
        return Answer(slot.request.id, status, slot.retry_after, None if status else trouble or "no status")

    def _drop_all(self) -> None:
        for curl, slot in self._busy.items():
            self._multi.remove_handle(curl)
            self._idle.append(slot)
        self._busy = {}

    def _slot(self) -> _Slot:
        curl = pycurl.Curl()
        slot = _Slot(curl)
        options = {
            pycurl.POST: 1,
            pycurl.NOSIGNAL: 1,
            pycurl.CONNECTTIMEOUT: CONNECT_SECONDS,
            pycurl.TIMEOUT: WHOLE_SECONDS,
            pycurl.FOLLOWLOCATION: 0,
            pycurl.PROXY: "",  # the empty name also overrules HTTPS_PROXY of the environment
            pycurl.PROTOCOLS: pycurl.PROTO_HTTPS | pycurl.PROTO_HTTP,
            pycurl.HTTP_VERSION: pycurl.CURL_HTTP_VERSION_2TLS,
            pycurl.PIPEWAIT: 1,
            pycurl.CAINFO: self._ca_bundle,
            pycurl.SSL_VERIFYPEER: 1,
            pycurl.SSL_VERIFYHOST: 2,
            pycurl.WRITEFUNCTION: slot.on_body,
            pycurl.HEADERFUNCTION: slot.on_header,
        }
        for option, value in options.items():
            curl.setopt(option, value)
        return slot


def _bracketed(address: str) -> str:
    return f"[{address}]" if ":" in address else address


_TROUBLES = {
    pycurl.E_OPERATION_TIMEDOUT: "timeout",
    pycurl.E_COULDNT_CONNECT: "no connection",
    pycurl.E_RECV_ERROR: "reset",
    pycurl.E_SEND_ERROR: "reset",
    pycurl.E_GOT_NOTHING: "reset",
    pycurl.E_UNSUPPORTED_PROTOCOL: "garbage",  # not HTTP at all
    8: "garbage",  # CURLE_WEIRD_SERVER_REPLY, which pycurl does not name
    pycurl.E_PEER_FAILED_VERIFICATION: "certificate",
}
