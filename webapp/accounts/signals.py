"""Facts of this room that others may hear. Each is sent in the transaction that made it true.

- ``signed_up``: sender is the new User.
- ``signed_out``: sender is the ended UserSession, whatever ended it (sign-out, device list, new password).
- ``times_changed``: sender is the User; zone, reminder hour, quiet hours or daily cap are others now.
- ``user_erased``: sender is the User, already anonymised; rooms drop or anonymise what they hold about it.
"""

from blinker import Namespace

user_signals = Namespace()

signed_up = user_signals.signal("signed_up")
signed_out = user_signals.signal("signed_out")
times_changed = user_signals.signal("times_changed")
user_erased = user_signals.signal("user_erased")
