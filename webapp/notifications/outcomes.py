"""What a push service's answer means for a delivery. Pure."""

from __future__ import annotations

from enum import StrEnum


class Verdict(StrEnum):
    """The five ways a try can end."""

    SENT = "sent"
    GONE = "gone"  # the subscription no longer exists there
    RETRY = "retry"  # not now
    FAULT = "fault"  # our message or our key is wrong: trying again cannot help
    REFUSED = (
        "refused"  # 403: our key is not the one this subscription was made with, or the service blocks us
    )


def judge(status: int) -> Verdict:
    """Judge an HTTP status; 0 means that no answer came (timeout, reset, garbage)."""
    if 200 <= status < 300:
        # Any success counts: to send again what was taken would show it twice.
        return Verdict.SENT
    if status in (404, 410):
        return Verdict.GONE
    if status == 403:
        return Verdict.REFUSED
    if status in (408, 425, 429) or status < 400 or status >= 500:
        return Verdict.RETRY
    return Verdict.FAULT
