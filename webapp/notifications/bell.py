"""Wakes a worker after a commit. Only a bell: losing it loses nothing, the minute tick finds the rows."""

from __future__ import annotations


def ring() -> None:
    """Ask a worker to deliver what is ready now."""
    # The job imports delivery, which imports the code that rings: the circle is cut here.
    from webapp.notifications import jobs

    jobs.deliver()
