"""Facts about dues that higher rooms may hear, in the transaction that makes them true. Sender: the `Due`."""

from blinker import Namespace

_facts = Namespace()

due_opened = _facts.signal("due_opened")
"""An occurrence is open on a purchase; its `due_on` may still be unknown."""

due_moved = _facts.signal("due_moved")
"""The date of an open occurrence changed: a reading, a correction, an edited plan."""

due_closed = _facts.signal("due_closed")
"""It is open no more: done, skipped or withdrawn (the unit is gone or the plan no longer asks for it)."""

due_snoozed = _facts.signal("due_snoozed")
"""The person put it off until `snoozed_until`."""
