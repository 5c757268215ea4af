"""Acts of staff: each leaves an entry in the audit trail, in the transaction that does it."""

from typing import Any

from webapp.accounts.current import me
from webapp.core import audit
from webapp.core.i18n import LazyText, _, _l

ACTS: dict[str, LazyText] = {
    "registration.approve": _l("Approved a registration"),
    "registration.reject": _l("Rejected a registration"),
    "registration.ask_photo": _l("Asked for a better photo"),
    "dispute.resolve": _l("Resolved a dispute"),
    "purchase.register": _l("Registered a product for a customer"),
    "purchase.extend": _l("Sold an extension plan"),
    "purchase.goodwill": _l("Gave goodwill"),
    "purchase.void": _l("Voided cover"),
    "purchase.unvoid": _l("Restored cover"),
    "purchase.repair": _l("Recorded a repair"),
    "purchase.hand_back": _l("Recorded a hand-back"),
    "purchase.part": _l("Recorded a replaced part"),
    "purchase.deliver": _l("Recorded a delivery"),
    "purchase.correct": _l("Corrected a registration"),
    "category.create": _l("Added a category"),
    "category.edit": _l("Changed a category"),
    "model.create": _l("Added a model"),
    "model.edit": _l("Changed a model"),
    "model.policy": _l("Gave a model its policy"),
    "policy.create": _l("Added a policy"),
    "policy.version": _l("Added a policy version"),
    "extension.create": _l("Added an extension plan"),
    "plan.edit": _l("Changed a service plan"),
    "import.apply": _l("Applied an import"),
    "person.role": _l("Changed a role"),
    "person.sign_out": _l("Ended all sessions of a person"),
}


def note(act: str, subject: str, **details: Any) -> None:
    """Write down what the signed-in member of staff just did. `act` is one of ACTS."""
    if act not in ACTS:
        raise KeyError(act)
    audit.record(me().id, act, subject, **details)


def act_text(act: str) -> str:
    """Say an act in the language being spoken."""
    return str(ACTS[act]) if act in ACTS else _("Act %(name)s", name=act)
