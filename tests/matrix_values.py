"""What to put into each route's placeholders: things of the owner, so that anyone else must get 404."""

from typing import Any

from werkzeug.routing import Rule

from tests.world import World

# Routes with placeholders that belong to nobody: public links and static files.
NOT_OWNED: set[str] = {"assets"}


def value_for(rule: Rule, name: str, world: World) -> Any:
    """Return a value for a placeholder. A new placeholder must be declared here: KeyError otherwise."""
    values: dict[str, Any] = {
        "version": "0" * 12,
        "path": "js/app.js",
        "ref": world.purchase.ref,
    }
    return values[name]
