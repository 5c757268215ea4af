"""How we tell someone: the inbox, push subscriptions, deliveries and their transports.

Words: a *notification* is what is told (a row of the inbox); a *delivery* is one attempt channel of it, to
one device or one address; a *subscription* is one device that agreed to receive push messages.
"""
