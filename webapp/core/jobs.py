"""Background jobs on Huey. The queue is a bell: it holds ids, rows decide, a tick finds what was lost.

`@job()` makes a function that, when called, is put on the queue; `@periodic(minute="*")` makes one that the
worker runs by the calendar. In tests (immediate mode) a job runs where it is called.
"""

import logging
from collections.abc import Callable
from functools import update_wrapper
from pathlib import Path
from typing import Any

from flask import Flask, current_app
from huey import Huey, RedisHuey, SqliteHuey, crontab

from webapp.core.db import db

log = logging.getLogger(__name__)
_jobs: dict[str, "Job"] = {}
_periodic: list[tuple["Job", dict[str, str]]] = []


class Job:
    """A function that runs in the worker. Calling it queues it; arguments are plain values (ids, text)."""

    def __init__(self, act: Callable[..., Any], priority: int) -> None:
        self.act, self.priority = act, priority
        self.name = f"{act.__module__}.{act.__qualname__}"
        update_wrapper(self, act)
        _jobs[self.name] = self

    def __call__(self, *args: Any) -> None:
        current_app.extensions["enqueue"](self.name, args, priority=self.priority)

    def run(self, *args: Any) -> Any:
        """Do the work now, in this process."""
        return self.act(*args)


def job(priority: int = 0) -> Callable[[Callable[..., Any]], Job]:
    """Make a function a background job."""
    return lambda act: Job(act, priority)


def periodic(**calendar: str) -> Callable[[Job], Job]:
    """Let the worker run a job by the calendar: `@periodic(minute="*")` above `@job()`."""

    def remember(made: Job) -> Job:
        _periodic.append((made, calendar))
        return made

    return remember


def run_periodic_now() -> None:
    """Run every periodic job once: at the worker's start, to catch up after downtime."""
    for made, _calendar in _periodic:
        made()


def _make_queue(app: Flask) -> Huey:
    immediate = bool(app.config["TESTING"])
    if url := app.config["REDIS_URL"]:
        return RedisHuey("aftercare", url=url, immediate=immediate, immediate_use_memory=immediate)
    folder = Path(app.config["INSTANCE_DIR"])
    folder.mkdir(parents=True, exist_ok=True)
    return SqliteHuey("aftercare", filename=str(folder / "jobs.db"), immediate=immediate)


def init_app(app: Flask) -> None:
    """Bind the queue and the one task that runs any job by name."""
    queue = _make_queue(app)

    def perform(name: str, args: tuple[Any, ...]) -> None:
        if app.config["TESTING"]:
            _jobs[name].run(*args)
            return
        with app.app_context():
            try:
                _jobs[name].run(*args)
            finally:
                db.session.remove()

    app.extensions["queue"] = queue
    app.extensions["enqueue"] = queue.task(name="perform")(perform)


def schedule_periodic(app: Flask) -> None:
    """Register the calendar with the queue; only the worker does this."""
    queue: Huey = app.extensions["queue"]
    for made, calendar in _periodic:

        def ring(made: Job = made) -> None:
            with app.app_context():
                made()

        queue.periodic_task(crontab(**calendar), name=f"ring.{made.name}")(ring)
