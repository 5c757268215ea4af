"""What a warranty card tells: to anyone only product and cover, to staff also whose it is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from webapp.warranty.cover import cover_of

if TYPE_CHECKING:
    from webapp.accounts.models import User
    from webapp.products.models import Model
    from webapp.warranty.models import WarrantyCard
    from webapp.warranty.standing import CoverSummary


class Verdict(StrEnum):
    """Genuine; still being checked; refused; or a card whose owner no longer has the unit."""

    GENUINE = "genuine"
    PENDING = "pending"
    REFUSED = "refused"
    OUTDATED = "outdated"


@dataclass(frozen=True)
class StaffNote:
    """What only staff see."""

    serial_number: str
    purchase_ref: str
    owner_id: int
    owner_name: str


@dataclass(frozen=True)
class Findings:
    """`summary` is None where the card no longer speaks for the unit; `staff` is None for everyone else."""

    verdict: Verdict
    model: Model
    summary: CoverSummary | None
    staff: StaffNote | None


def findings(card: WarrantyCard, reader: User | None) -> Findings:
    """What this reader may know about the card's purchase."""
    purchase = card.purchase
    verdict = Verdict.GENUINE
    if purchase.rejected_at:
        verdict = Verdict.REFUSED
    elif not purchase.is_active:
        verdict = Verdict.OUTDATED
    elif purchase.is_pending:
        verdict = Verdict.PENDING
    note = None
    if reader and reader.is_staff:
        note = StaffNote(purchase.serial_number, purchase.ref, purchase.owner_id, purchase.owner.name)
    current = verdict in (Verdict.GENUINE, Verdict.PENDING)
    return Findings(verdict, purchase.model, cover_of(purchase).summary if current else None, note)
