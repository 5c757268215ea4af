"""What an operator must hear of: faults of ours that no retry mends."""

from __future__ import annotations

import structlog
from prometheus_client import Counter

log = structlog.get_logger(__name__)

_alarms = Counter("aftercare_push_alarms_total", "Push faults that need an operator", ["origin", "reason"])


def raise_alarm(origin: str, reason: str, *, answer: int | None = None) -> None:
    """Log an error and count it; `origin` is the push service concerned."""
    _alarms.labels(origin, reason).inc()
    log.error("push alarm", origin=origin, reason=reason, answer=answer)
