"""A whole running site for browsers: gunicorn, worker and demo data on this machine, at a chosen time."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent
DEMO_PASSWORD = "aftercare-demo"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Site:
    """Start with `with Site(folder, now=...) as site:`; `site.url` is where it answers."""

    def __init__(self, folder: Path, now: str = "", *, worker: bool = True, **settings: str) -> None:
        self.folder, self.port, self.worker = folder, free_port(), worker
        self.url = f"http://localhost:{self.port}"
        self.env = {
            name: value for name, value in os.environ.items() if not name.startswith(("REDIS_", "DATABASE_"))
        }
        self.env |= {
            "APP_ENV": "development",
            "INSTANCE_DIR": str(folder),
            "PUBLIC_URL": self.url,
            "HOST": "127.0.0.1",
            "PORT": str(self.port),
            "WEB_CONCURRENCY": "1",
            "AFTERCARE_NOW": now,
            "RATE_LIMITS": "off",  # all browsers of a test run share one address
            **settings,
        }
        self._running: list[subprocess.Popen[bytes]] = []

    def flask(self, *command: str, **env: str) -> str:
        """Run a `flask` command of this site and return what it printed."""
        done = subprocess.run(
            [str(BIN / "flask"), *command],
            cwd=ROOT,
            env=self.env | env,
            capture_output=True,
            text=True,
            timeout=120,
        )
        assert done.returncode == 0, f"flask {' '.join(command)}:\n{done.stdout}\n{done.stderr}"
        return done.stdout

    def _start(self, name: str, *command: str, **env: str) -> None:
        with (self.folder / f"{name}.log").open("ab") as log:
            started = subprocess.Popen(command, cwd=ROOT, env=self.env | env, stdout=log, stderr=log)
        self._running.append(started)

    def start_worker(self, name: str = "worker", **env: str) -> None:
        """Start another worker, for example at another time: `start_worker("late", AFTERCARE_NOW=...)`."""
        self._start(name, str(BIN / "flask"), "worker", **env)

    def start_web(self) -> None:
        """Let the site answer, at the start and again after `stop_web`; returns once it does."""
        self._start("web", str(BIN / "gunicorn"), "-c", "deploy/gunicorn.conf.py", "wsgi:app")
        self._web = self._running[-1]
        self._wait()

    def stop_web(self) -> None:
        """Let nobody answer at the site's address, as where there is no signal."""
        self._web.send_signal(signal.SIGQUIT)  # at once: gunicorn would wait for its open connections
        self._web.wait(30)
        self._running.remove(self._web)

    def __enter__(self) -> "Site":
        self.folder.mkdir(parents=True, exist_ok=True)
        self.flask("db", "upgrade")
        self.flask("demo", "load")
        if self.worker:
            self.start_worker()
        try:
            self.start_web()
        except BaseException:
            self.__exit__()
            raise
        return self

    def _wait(self) -> None:
        for _ in range(600):
            try:
                with urllib.request.urlopen(f"{self.url}/healthz", timeout=2):
                    return
            except OSError:
                time.sleep(0.1)
        raise AssertionError(f"the site does not answer:\n{(self.folder / 'web.log').read_text()[-4000:]}")

    def mails(self) -> list[str]:
        """Return the mails written so far, oldest first."""
        return [path.read_text("utf-8") for path in sorted((self.folder / "mail").glob("*.eml"))]

    def __exit__(self, *_: object) -> None:
        for process in self._running:
            process.terminate()
        for process in self._running:
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
        shutil.rmtree(self.folder, ignore_errors=True)
