"""The loop that brings deliveries out: claim a batch, send many at once, write outcomes a few at a time.

Rows are the truth. A worker may be killed at any statement: what it held is taken over when the lease passes,
and what it had on the wire without having written it (at most in flight + 16) may be sent twice. The second
carries the same tag and topic, so the eye sees it once.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence

from webapp.notifications import claiming, settling
from webapp.notifications.claiming import LEASE, Claimed
from webapp.notifications.encryption import BadKeys
from webapp.notifications.endpoints import EndpointRefused, Unresolved
from webapp.notifications.outcomes import Verdict
from webapp.notifications.payload import PayloadTooLong
from webapp.notifications.sender import WHOLE_SECONDS, Request, Sender
from webapp.notifications.settling import MOST, Outcome
from webapp.notifications.transport import Push
from webapp.notifications.vapid import NoKey

STARTS_FOR = LEASE.total_seconds() - WHOLE_SECONDS - 10
"""Seconds of a lease within which a request may start: its answer has to be written before the lease ends."""


def deliver_ready(push: Push, sender: Sender) -> int:
    """Deliver everything that is ready, batch after batch; returns how many rows were taken."""
    taken = 0
    while True:
        started = time.monotonic()
        batch = claiming.claim()
        if not batch.taken:
            return taken
        taken += batch.taken
        Round(push, sender, started + STARTS_FOR).run(batch.messages)


class Round:
    """One claimed batch on its way out."""

    def __init__(self, push: Push, sender: Sender, starts_until: float) -> None:
        self._push = push
        self._sender = sender
        self._starts_until = starts_until
        self._paused: set[str] = set()
        self._outcomes: list[Outcome] = []
        self._unsent: list[Claimed] = []

    def run(self, messages: Sequence[Claimed]) -> None:
        """Send the batch. However it ends, outcomes already known are written."""
        by_id = {message.id: message for message in messages}
        try:
            for answer in self._sender.send(self._requests(messages)):
                self._note(Outcome.of(by_id[answer.id], answer))
        finally:
            self._write()
        if self._unsent:
            settling.release(self._unsent)

    def _requests(self, messages: Sequence[Claimed]) -> Iterator[Request]:
        """Encrypt each message only when there is room on the wire: a pause heard meanwhile still counts."""
        for message in messages:
            if message.origin in self._paused or time.monotonic() > self._starts_until:
                self._unsent.append(message)
            elif request := self._request(message):
                yield request

    def _request(self, message: Claimed) -> Request | None:
        try:
            return self._push.request(message)
        except Unresolved as error:
            self._note(Outcome(message, Verdict.RETRY, 0, f"unresolved {error}"[:60]))
        except (BadKeys, EndpointRefused, NoKey, PayloadTooLong) as error:
            self._note(Outcome(message, Verdict.FAULT, 0, f"{type(error).__name__}: {error}"[:60]))
        return None

    def _note(self, outcome: Outcome) -> None:
        if outcome.status == 401 or (outcome.verdict == Verdict.RETRY and outcome.retry_after):
            self._paused.add(outcome.message.origin)
        self._outcomes.append(outcome)
        if len(self._outcomes) >= MOST:
            self._write()

    def _write(self) -> None:
        outcomes, self._outcomes = self._outcomes, []
        if outcomes:
            settling.settle(outcomes)
