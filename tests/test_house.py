"""The house keeps its promises: templates obey the one-way rule, forms carry their key, nothing is inline."""

import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
TEMPLATES = ROOT / "templates"
# Rooms from the ground up; those that share a number are blind to each other.
HEIGHT = {
    "ui": 0,
    "layouts": 1,
    "errors": 2,
    "accounts": 3,
    "notifications": 4,
    "products": 5,
    "warranty": 6,
    "maintenance": 7,
    "reminders": 8,
    "home": 9,
    "staff": 9,
}
_REFERENCE = re.compile(r"{%-?\s*(?:extends|include|import|from)\s+\"([^\"]+)\"")
_UNSAFE_FORM = re.compile(r"<form\b[^>]*method=\"post\".*?</form>", re.IGNORECASE | re.DOTALL)
# Acts that change nothing the second time, and one whose answer holds a secret and must not be kept.
_SAFE_TO_REPEAT = re.compile(r"action=\"(?:/language|/sign-out|{{ url_for\('products\.make_code')")
_INLINE = re.compile(
    r"<script(?![^>]*\bsrc=)[^>]*>\s*\S|<style\b|\sstyle=\"|\son[a-z]+=\"|hx-on", re.IGNORECASE
)


def _templates() -> Iterator[tuple[str, str]]:
    for path in sorted(TEMPLATES.rglob("*.html")):
        yield path.relative_to(TEMPLATES).as_posix(), path.read_text("utf-8")


def _room(name: str) -> str:
    return name.split("/", 1)[0]


def test_templates_use_only_templates_of_lower_rooms() -> None:
    wrong = [
        f"{name} uses {used}"
        for name, source in _templates()
        for used in _REFERENCE.findall(source)
        if _room(used) != _room(name) and HEIGHT[_room(used)] >= HEIGHT[_room(name)]
    ]
    assert not wrong


def test_every_unsafe_form_carries_an_idempotency_key() -> None:
    wrong = [
        f"{name}: {form[:120]}"
        for name, source in _templates()
        for form in _UNSAFE_FORM.findall(source)
        if "idempotency()" not in form and not _SAFE_TO_REPEAT.search(form)
    ]
    assert not wrong


def test_nothing_in_a_template_breaks_the_content_security_policy() -> None:
    # mails are read in mail programs, where only inline style works
    wrong = [
        f"{name}: {found[0]}"
        for name, source in _templates()
        if "/mail/" not in name and (found := _INLINE.search(source))
    ]
    assert not wrong
