"""A virtual screen, on which Firefox shows real desktop notifications that can really be clicked."""

import os
import subprocess
import tempfile
import time
from pathlib import Path

_NOTIFICATION_WIDTH = range(200, 600)
_NOTIFICATION_HEIGHT = range(40, 320)


class Screen:
    """An X server of its own: `with Screen() as screen:`; `screen.env` is for the browser."""

    def __enter__(self) -> "Screen":
        with tempfile.TemporaryFile() as number:
            self._server = subprocess.Popen(
                [
                    "Xvfb",
                    "-displayfd",
                    str(number.fileno()),
                    "-screen",
                    "0",
                    "1000x1000x24",
                    "-nolisten",
                    "tcp",
                ],
                pass_fds=[number.fileno()],
                stderr=subprocess.DEVNULL,
            )
            for _ in range(100):
                number.seek(0)
                if text := number.read().strip():
                    break
                time.sleep(0.1)
        self.env: dict[str, str] = {**os.environ, "DISPLAY": f":{text.decode()}", "MOZ_ENABLE_WAYLAND": "0"}
        self.env.setdefault("HOME", str(Path.home()))
        return self

    def __exit__(self, *_: object) -> None:
        self._server.terminate()
        self._server.wait(10)

    def _run(self, *command: str) -> str:
        return subprocess.run(["xdotool", *command], env=self.env, capture_output=True, text=True).stdout

    def _geometry(self, window: str) -> dict[str, int]:
        pairs = (line.split("=") for line in self._run("getwindowgeometry", "--shell", window).split())
        return {name: int(value) for name, value in pairs}

    def click_notification(self) -> None:
        """Click the newest notification. Raises AssertionError when none is there within 15 s."""
        for _ in range(150):
            for window in reversed(self._run("search", "--onlyvisible", "--name", ".*").split()):
                place = self._geometry(window)
                if place.get("WIDTH") in _NOTIFICATION_WIDTH and place.get("HEIGHT") in _NOTIFICATION_HEIGHT:
                    x, y = place["X"] + place["WIDTH"] // 2, place["Y"] + place["HEIGHT"] // 2 + 8
                    self._run("mousemove", str(x), str(y), "click", "1")
                    return
            time.sleep(0.1)
        raise AssertionError("no notification on the screen")
