"""Commands of the house itself: the worker and the database's housekeeping."""

import click
from flask import Flask, current_app
from huey.consumer_options import ConsumerConfig

from webapp.core import idempotency
from webapp.core.db import db
from webapp.core.jobs import job, periodic, run_periodic_now, schedule_periodic


@click.command("worker")
@click.option("--threads", default=2, show_default=True, help="Jobs at the same time.")
@click.option("--no-calendar", is_flag=True, help="Leave the minute tick to another worker.")
def worker(threads: int, no_calendar: bool) -> None:
    """Run background jobs until stopped."""
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    if not no_calendar:
        schedule_periodic(app)
        run_periodic_now()
    options = ConsumerConfig(
        workers=threads, periodic=not no_calendar, worker_type="thread", check_worker_health=True
    )
    app.extensions["queue"].create_consumer(**options.values).run()


@periodic(minute="17", hour="3")
@job()
def forget_old_answers() -> None:
    """Delete idempotency answers past their seven days."""
    idempotency.forget_old()
    db.session.commit()


def init_app(app: Flask) -> None:
    """Register the commands."""
    app.cli.add_command(worker)
