"""The console's pages, one module per thing that staff work on."""

from webapp.staff.blueprint import bp
from webapp.staff.routes import (
    audit,
    categories,
    counter,
    customers,
    disputes,
    extension_plans,
    imports,
    media,
    models,
    people,
    plans,
    policies,
    purchases,
    registrations,
    start,
)

__all__ = [
    "audit",
    "bp",
    "categories",
    "counter",
    "customers",
    "disputes",
    "extension_plans",
    "imports",
    "media",
    "models",
    "people",
    "plans",
    "policies",
    "purchases",
    "registrations",
    "start",
]
