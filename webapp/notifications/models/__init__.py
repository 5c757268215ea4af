"""Tables of the notifications room: what is told, to which devices, and each attempt to bring it there."""

from webapp.notifications.models.delivery import Channel, Delivery, OriginHold, State
from webapp.notifications.models.notification import Notification, Topic, TopicChoice
from webapp.notifications.models.subscription import MAX_DEVICES, SILENT_AFTER, PushSubscription

__all__ = [
    "MAX_DEVICES",
    "SILENT_AFTER",
    "Channel",
    "Delivery",
    "Notification",
    "OriginHold",
    "PushSubscription",
    "State",
    "Topic",
    "TopicChoice",
]
