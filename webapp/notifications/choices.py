"""Which channels a person wants for which topic."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select

from webapp.core.db import db
from webapp.notifications.models import Topic, TopicChoice


@dataclass(frozen=True, slots=True)
class Ways:
    """How one topic reaches one person. `fallback`: by e-mail where no device answers."""

    push: bool
    email: bool
    fallback: bool


DEFAULTS = {
    Topic.SERVICE_DUE: Ways(push=True, email=False, fallback=True),
    Topic.WARRANTY_ENDING: Ways(push=True, email=False, fallback=True),
    Topic.REGISTRATION: Ways(push=True, email=False, fallback=True),
    Topic.ACCOUNT: Ways(push=True, email=False, fallback=True),
    Topic.SAFETY: Ways(push=True, email=True, fallback=True),
    Topic.TEST: Ways(push=True, email=False, fallback=False),
}

CHOOSABLE = (Topic.SERVICE_DUE, Topic.WARRANTY_ENDING, Topic.REGISTRATION, Topic.ACCOUNT)
"""Topics a person decides about; safety notices pass every gate and a test was asked for just now."""


def ways_of(user_id: int, topic: Topic) -> Ways:
    """Return how this person wants to hear of this topic."""
    return all_ways(user_id)[topic]


def all_ways(user_id: int) -> dict[Topic, Ways]:
    """Return a person's ways for every topic, in one statement."""
    rows = db.session.scalars(select(TopicChoice).where(TopicChoice.user_id == user_id))
    chosen = {Topic(row.topic): Ways(row.push, row.email, row.fallback) for row in rows}
    return {topic: _effective(topic, chosen.get(topic)) for topic in Topic}


def _effective(topic: Topic, chosen: Ways | None) -> Ways:
    return chosen if chosen and topic in CHOOSABLE else DEFAULTS[topic]


def choose(user_id: int, topic: Topic, ways: Ways) -> None:
    """Remember a person's wish; only a topic that is theirs to decide."""
    if topic not in CHOOSABLE:
        raise ValueError(topic)
    row = db.session.scalar(
        select(TopicChoice).where(TopicChoice.user_id == user_id, TopicChoice.topic == topic)
    )
    if row is None:
        row = TopicChoice(user_id=user_id, topic=topic)
        db.session.add(row)
    row.push, row.email, row.fallback = ways.push, ways.email, ways.fallback
    db.session.flush()


def falls_back(ways: Mapping[Topic, Ways]) -> bool:
    """Say whether the one switch for letters instead of a silent device stands on."""
    return any(ways[topic].fallback for topic in CHOOSABLE)


def changed_fallback(before: Mapping[Topic, Ways], *, wished: bool) -> bool | None:
    """Return what that switch was turned to; None when left alone, so that stopped topics stay stopped."""
    return None if falls_back(before) == wished else wished


def stop_email(user_id: int, topic: Topic) -> None:
    """No more e-mail about this topic, not even where no device answers: what an unsubscribe link does."""
    ways = ways_of(user_id, topic)
    choose(user_id, topic, Ways(push=ways.push, email=False, fallback=False))
