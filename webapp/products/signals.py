"""Facts about purchases that higher rooms may hear, in the transaction that makes them true.

The sender is always the `Purchase` row. Listeners add rows and commute; they send nothing.
"""

from blinker import Namespace

_facts = Namespace()

purchase_registered = _facts.signal("purchase_registered")
"""A new record exists; it may still be pending (`purchase.is_pending`)."""

purchase_confirmed = _facts.signal("purchase_confirmed")
"""The unit is known to be genuine and this person's: at once for issued serials, later by staff."""

purchase_rejected = _facts.signal("purchase_rejected")
"""Staff refused a pending record (`rejected_reason` says why). `purchase_ended` is not sent as well."""

purchase_changed = _facts.signal("purchase_changed")
"""Purchase date or country was corrected: what is derived from them must be derived again."""

purchase_ended = _facts.signal("purchase_ended")
"""The person no longer has the unit (`ended_reason`: retired, sold, transferred)."""

purchase_transferred = _facts.signal("purchase_transferred")
"""Sent with the new owner's purchase as sender and `previous`, the ended record, as argument."""
