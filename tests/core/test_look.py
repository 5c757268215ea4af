"""The look keeps its promises: a small style sheet, complete icons, drawings that stand for themselves."""

import re
from xml.etree import ElementTree

import brotli
import pytest

from webapp.core import assets, sprite

TEMPLATES = sprite.ROOT / "templates"
DRAWINGS = sorted((assets.STATIC / "img").rglob("*.svg"))


def test_the_whole_style_is_under_ten_kilobytes_compressed() -> None:
    assert len(brotli.compress(assets.style_sheet(210).encode())) < 10_000


def test_scripts_of_a_plain_page_are_under_twenty_kilobytes_compressed() -> None:
    always = [
        "vendor/htmx.min.js",
        "js/app.js",
        "js/elements/toast-list.js",
        "js/elements/connection-status.js",
    ]
    always += [f"js/lib/{name}.js" for name in ("busy", "loader", "opener", "sw-client")]
    assert sum(len(brotli.compress((assets.STATIC / path).read_bytes())) for path in always) < 20_000


def test_the_sprite_holds_every_icon_named_in_templates() -> None:
    assert sprite.names_used(TEMPLATES) <= sprite.names_held()


def test_the_sprite_is_built_from_single_drawings(tmp_path) -> None:
    (tmp_path / "dot.svg").write_text('<svg class="x"><circle\n cx="1" /></svg>')
    built = sprite.build(["dot"], tmp_path)
    assert '<symbol id="dot" viewBox="0 0 24 24"><circle cx="1"/></symbol>' in built
    with pytest.raises(FileNotFoundError):
        sprite.build(["no-such-icon"], tmp_path)


def test_no_template_carries_style_or_script_inline() -> None:
    forbidden = re.compile(r"""\sstyle=|\son[a-z]+=["']|hx-on|<style|<script(?![^>]*\ssrc=)""")
    for template in TEMPLATES.rglob("*.html"):
        if "mail" not in template.parts:
            assert not forbidden.search(template.read_text("utf-8")), template


@pytest.mark.parametrize("path", DRAWINGS, ids=lambda path: path.stem)
def test_a_drawing_is_sound_and_small(path) -> None:
    root = ElementTree.fromstring(path.read_text("utf-8"))
    assert root.get("viewBox")
    assert path.stat().st_size < 8_000
