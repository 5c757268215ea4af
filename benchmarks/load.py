"""A small load generator: keeps a few connections busy with one request and counts whole answers."""

import asyncio
import os
import time


class _Connection(asyncio.Protocol):
    """Sends the request, waits for the whole answer, sends it again."""

    def __init__(self, request: bytes, tally: list[int]) -> None:
        self.request, self.tally = request, tally
        self.data = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport
        self._send()

    def _send(self) -> None:
        self.data = b""
        self.transport.write(self.request)  # type: ignore[attr-defined]

    def data_received(self, data: bytes) -> None:
        self.data += data
        head, found, body = self.data.partition(b"\r\n\r\n")
        if not found or len(body) < _length(head):
            return
        if not head.startswith(b"HTTP/1.1 200"):
            raise RuntimeError(head.decode("latin-1"))
        self.tally[0] += 1
        self._send()


def _length(head: bytes) -> int:
    for line in head.split(b"\r\n"):
        if line.lower().startswith(b"content-length:"):
            return int(line[15:])
    raise RuntimeError("an answer without Content-Length")


async def _run(port: int, request: bytes, seconds: float, connections: int) -> float:
    loop, tally = asyncio.get_running_loop(), [0]
    made = [
        (await loop.create_connection(lambda: _Connection(request, tally), "127.0.0.1", port))[0]
        for _ in range(connections)
    ]
    await asyncio.sleep(seconds / 5)  # warm up
    tally[0], began = 0, time.perf_counter()
    await asyncio.sleep(seconds)
    rate = tally[0] / (time.perf_counter() - began)
    for transport in made:
        transport.close()
    return rate


def requests_a_second(
    port: int, path: str, cookie: str = "", seconds: float = 2.0, connections: int = 4
) -> float:
    """Return how many whole answers a second a server on this machine gives."""
    lines = [f"GET {path} HTTP/1.1", f"Host: 127.0.0.1:{port}", "Accept: text/html", "Accept-Language: vi"]
    if cookie:
        lines.append(f"Cookie: {cookie}")
    request = "\r\n".join([*lines, "", ""]).encode()
    return asyncio.run(_run(port, request, seconds, connections))


def pin(core: int) -> None:
    """Keep this process on one core, where the system can."""
    cores = sorted(os.sched_getaffinity(0))
    os.sched_setaffinity(0, {cores[core % len(cores)]})
