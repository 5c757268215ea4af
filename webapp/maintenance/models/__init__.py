"""Tables of the maintenance room: what a model needs, what is open on a unit, what was read and done."""

from webapp.maintenance.models.due import Due, DueState, hold
from webapp.maintenance.models.history import MeterReading, RecordKind, ServiceRecord, unit_of
from webapp.maintenance.models.plan import Kind, PlanItem, ServicePlan

__all__ = [
    "Due",
    "DueState",
    "Kind",
    "MeterReading",
    "PlanItem",
    "RecordKind",
    "ServicePlan",
    "ServiceRecord",
    "hold",
    "unit_of",
]
