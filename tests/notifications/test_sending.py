"""The sender against a real server on loopback: answers, limits, and how badly a server may behave."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator

import pytest

from webapp.notifications import sender as sender_module
from webapp.notifications.endpoints import Target
from webapp.notifications.sandbox import Service
from webapp.notifications.sender import Answer, Request, Sender


def request_to(url: str, number: int = 1) -> Request:
    host, _, port = url.split("/")[2].partition(":")
    return Request(
        number, Target(url, f"http://{host}:{port}", host, int(port), "127.0.0.1"), ("TTL: 60",), b"x"
    )


def send_one(sender: Sender, url: str) -> Answer:
    (answer,) = sender.send([request_to(url)])
    return answer


@pytest.mark.parametrize("status", [201, 202, 400, 404, 410, 413, 429, 500, 503])
def test_statuses_come_back_as_they_are(service: Service, sender: Sender, status: int) -> None:
    service.answer(status)
    assert send_one(sender, service.endpoint()) == Answer(1, status)


def test_retry_after_is_read(service: Service, sender: Sender) -> None:
    service.answer(429, retry_after="120")
    assert send_one(sender, service.endpoint()).retry_after == "120"
    assert send_one(sender, service.endpoint()).retry_after is None  # and not remembered for the next


def test_headers_and_body_arrive(service: Service, sender: Sender) -> None:
    send_one(sender, service.endpoint("abc"))
    (received,) = service.received
    assert (received.channel, received.body, received.headers["TTL"]) == ("abc", b"x", "60")


def test_redirects_are_not_followed(service: Service, sender: Sender) -> None:
    service.answer(307, location=service.endpoint("inside"))
    assert send_one(sender, service.endpoint("outside")).status == 307
    assert [received.channel for received in service.received] == ["outside"]


def test_a_reset_is_trouble(service: Service, sender: Sender) -> None:
    service.answer(reset=True)
    assert send_one(sender, service.endpoint()) == Answer(1, 0, None, "reset")


def test_a_long_answer_is_cut_and_its_status_kept(service: Service, sender: Sender) -> None:
    service.answer(201, body="x" * 100_000)
    assert send_one(sender, service.endpoint()).status == 201


def test_a_slow_answer_times_out(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sender_module, "WHOLE_SECONDS", 1)
    impatient = Sender()
    service.answer(delay=5)
    started = time.monotonic()
    assert send_one(impatient, service.endpoint()) == Answer(1, 0, None, "timeout")
    assert time.monotonic() - started < 3
    impatient.close()


def test_nobody_listening_is_trouble(sender: Sender) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    assert send_one(sender, f"http://127.0.0.1:{port}/x") == Answer(1, 0, None, "no connection")


@pytest.fixture
def speaking(request: pytest.FixtureRequest) -> Iterator[Callable[[bytes, float], str]]:
    """A server that says some bytes to whoever connects: `speaking(b"...", pause)`; returns its address."""
    listener = socket.create_server(("127.0.0.1", 0))

    def start(words: bytes, pause: float = 0) -> str:
        def talk() -> None:
            peer, _ = listener.accept()
            with peer:
                peer.recv(65536)
                for byte in range(len(words)):
                    try:
                        peer.sendall(words[byte : byte + 1])
                    except OSError:
                        return
                    time.sleep(pause)

        threading.Thread(target=talk, daemon=True).start()
        return f"http://127.0.0.1:{listener.getsockname()[1]}/x"

    yield start
    listener.close()


def test_garbage_is_trouble(sender: Sender, speaking: Callable[..., str]) -> None:
    answer = send_one(sender, speaking(b"SSH-2.0-OpenSSH_9.2\r\n\r\n"))
    assert (answer.status, answer.trouble) == (0, "garbage")


def test_a_dripping_answer_ends_in_time_and_its_status_counts(
    speaking: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sender_module, "WHOLE_SECONDS", 1)
    impatient = Sender()
    words = b"HTTP/1.1 201 Created\r\nContent-Length: 500\r\n\r\n" + b"x" * 500
    answer = send_one(impatient, speaking(words, 0.01))
    assert answer.status == 201  # it was taken: sending again would show it twice
    impatient.close()


def test_environment_proxies_are_ignored(
    service: Service, sender: Sender, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert send_one(sender, service.endpoint()).status == 201


def test_the_connection_goes_to_the_judged_address(service: Service, sender: Sender) -> None:
    """The name in the address is never resolved again: here it does not even exist."""
    url = f"http://push.invalid:{service.port}/push/abc"
    target = Target(url, f"http://push.invalid:{service.port}", "push.invalid", service.port, "127.0.0.1")
    (answer,) = sender.send([Request(1, target, (), b"x")])
    assert answer.status == 201


def test_many_go_out_at_once_and_each_is_answered(service: Service, sender: Sender) -> None:
    requests = (request_to(service.endpoint(), number) for number in range(200))
    answers = {answer.id: answer.status for answer in sender.send(requests)}
    assert answers == dict.fromkeys(range(200), 201)
    assert len(service.received) == 200


def test_requests_are_taken_only_when_there_is_room(service: Service) -> None:
    narrow, taken = Sender(in_flight=4), []

    def requests() -> Iterator[Request]:
        for number in range(40):
            taken.append(number)
            yield request_to(service.endpoint(), number)

    answered = 0
    for _answer in narrow.send(requests()):
        answered += 1
        assert len(taken) <= answered + 4
    narrow.close()
    assert answered == 40


def test_a_sender_can_be_left_in_the_middle_and_used_again(service: Service, sender: Sender) -> None:
    answers = sender.send(request_to(service.endpoint(), number) for number in range(100))
    next(answers)
    answers.close()
    assert send_one(sender, service.endpoint()).status == 201
