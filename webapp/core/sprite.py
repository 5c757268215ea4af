"""The icon sprite: only the icons the pages use, drawn by Lucide, in one file `static/icons/sprite.svg`.

Names come from `icon("...")`, `icon="..."` and their kin in templates, and from `static/icons/used.txt`
for names chosen at run time. `flask icons build DIR` reads the drawings of the npm package lucide-static.
"""

import re
from collections.abc import Iterable
from pathlib import Path

import click
from flask import Flask
from flask.cli import AppGroup

from webapp.core.config import ROOT

SPRITE = ROOT / "static" / "icons" / "sprite.svg"
LISTED = ROOT / "static" / "icons" / "used.txt"
VERSION = ROOT / "static" / "icons" / "lucide.VERSION"

_NAMED = re.compile(r"""\b(?:_?icon|badge|icon_button)(?:\(|=)["']([a-z0-9-]+)["']""")
_NAV = re.compile(r"""\bnav_item\([^\n]*?,\s*["']([a-z0-9-]+)["']""")
_SHAPES = re.compile(r"<(?:path|circle|rect|line|polyline|polygon|ellipse)\b[^>]*/>", re.DOTALL)

cli = AppGroup("icons", help="The icon sprite.")


def names_used(templates: Path, listed: Path = LISTED) -> set[str]:
    """Return the names of all icons that templates ask for by a literal or that the list holds."""
    names = set(listed.read_text("utf-8").split())
    for template in templates.rglob("*.html"):
        text = template.read_text("utf-8")
        names.update(_NAMED.findall(text), _NAV.findall(text))
    return names


def names_held(sprite: Path = SPRITE) -> set[str]:
    """Return the names of the icons a sprite holds."""
    return set(re.findall(r'<symbol id="([^"]+)"', sprite.read_text("utf-8")))


def build(names: Iterable[str], source: Path) -> str:
    """Compose the sprite from Lucide's single drawings; FileNotFoundError names an icon Lucide lacks."""
    symbols = [_symbol(name, (source / f"{name}.svg").read_text("utf-8")) for name in sorted(names)]
    head = f"<!-- {VERSION.read_text('utf-8').strip()}. Licence: lucide.LICENSE -->"
    return "\n".join([head, '<svg xmlns="http://www.w3.org/2000/svg">', *symbols, "</svg>", ""])


def _symbol(name: str, drawing: str) -> str:
    shapes = "".join(re.sub(r"\s+", " ", shape).replace(" />", "/>") for shape in _SHAPES.findall(drawing))
    return f'<symbol id="{name}" viewBox="0 0 24 24">{shapes}</symbol>'


@cli.command("build")
@click.argument("source", type=click.Path(exists=True, file_okay=False, path_type=Path))
def build_command(source: Path) -> None:
    """Write the sprite from SOURCE, the `icons` folder of the npm package lucide-static."""
    names = names_used(ROOT / "templates")
    SPRITE.write_text(build(names, source), "utf-8")
    click.echo(f"{len(names)} icons, {SPRITE.stat().st_size:,} bytes")


@cli.command("check")
def check_command() -> None:
    """Fail when a template names an icon that the sprite does not hold."""
    if missing := sorted(names_used(ROOT / "templates") - names_held()):
        raise click.ClickException(f"Not in the sprite: {', '.join(missing)}. Run 'flask icons build'.")


def init_app(app: Flask) -> None:
    """Add `flask icons`."""
    app.cli.add_command(cli)
