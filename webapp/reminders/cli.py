"""`flask reminders ...`"""

import click
from flask.cli import AppGroup

from webapp.reminders import tick as ticking
from webapp.reminders.jobs import beat

reminders = AppGroup("reminders", help="Decide whom to tell what, and when.")


@reminders.command("tick")
def tick() -> None:
    """Tell every reminder that has come, once, as the worker does each minute."""
    fates = ticking.run()
    beat()
    click.echo(", ".join(f"{fate}: {count}" for fate, count in sorted(fates.items())) or "nothing has come")
