"""The queue holds a name and plain values; the worker finds the function by it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from webapp.core import jobs
from webapp.core.jobs import job, periodic

done: list[Any] = []


@job()
def note_down(*values: Any) -> None:
    done.append(values)


@job(priority=5)
def hurry(*values: Any) -> None:
    done.append(("hurried", *values))


@pytest.fixture
def queue(tmp_path: Path) -> Iterator[Any]:
    """A real queue in a file, and an application that puts jobs on it."""
    app = Flask("queueing")
    app.config |= {"TESTING": False, "REDIS_URL": "", "INSTANCE_DIR": tmp_path}
    jobs.init_app(app)
    done.clear()
    with app.app_context():
        yield app.extensions["queue"]
    app.extensions["queue"].storage.close()


def test_calling_a_job_puts_it_on_the_queue(queue: Any) -> None:
    note_down(1, [2, 3], "x")
    assert done == []
    assert queue.pending_count() == 1
    task = queue.dequeue()
    assert task.args[0] == note_down.name
    queue.execute(task)
    assert done == [(1, [2, 3], "x")]


def test_what_is_urgent_comes_first(queue: Any) -> None:
    note_down(1)
    hurry(2)
    queue.execute(queue.dequeue())
    assert done == [("hurried", 2)]


def test_running_a_job_needs_no_queue() -> None:
    done.clear()
    note_down.run(7)
    assert done == [(7,)]


def test_the_calendar_rings_jobs_by_name(queue: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "_periodic", [])
    periodic(minute="*")(note_down)
    jobs.run_periodic_now()
    queue.execute(queue.dequeue())
    assert done == [()]
