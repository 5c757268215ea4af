"""What other rooms hand over when they want a person told something."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from webapp.notifications.models import Topic

Urgency = Literal["very-low", "low", "normal", "high"]


@dataclass(frozen=True, slots=True)
class Action:
    """A button on the notification. `done` and `snooze` are posted to `path`; `book` opens it."""

    name: Literal["done", "snooze", "book"]
    title: str
    path: str


@dataclass(frozen=True, slots=True)
class Message:
    """What to tell, already written in `lang`. `path` is local and opens on a click.

    `key` makes it unique per person; `expires_at` is when telling it stops making sense.
    """

    topic: Topic
    title: str
    body: str
    path: str
    key: str
    lang: str
    expires_at: datetime
    urgency: Urgency = "normal"
    actions: Sequence[Action] = ()
    safety: bool = False
    reminder_ref: str | None = None
