"""Facts about cover that higher rooms may hear, in the transaction that makes them true.

The sender is the `Purchase` whose lines were worked out again. Listeners add rows and commute.
"""

from blinker import Namespace

_facts = Namespace()

cover_rebuilt = _facts.signal("cover_rebuilt")
"""The purchase's cover lines were replaced: dates may have moved, lines may have come or gone."""
