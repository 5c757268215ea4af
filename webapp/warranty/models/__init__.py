"""Tables of the warranty room: terms, what happened to a purchase, and what that comes to."""

from webapp.warranty.models.card import WarrantyCard
from webapp.warranty.models.event import CoverEvent
from webapp.warranty.models.line import CoverLine
from webapp.warranty.models.plan import ExtensionPlan
from webapp.warranty.models.policy import ModelPolicy, Policy, PolicyLine, PolicyVersion

__all__ = [
    "CoverEvent",
    "CoverLine",
    "ExtensionPlan",
    "ModelPolicy",
    "Policy",
    "PolicyLine",
    "PolicyVersion",
    "WarrantyCard",
]
