"""The icon sprite: only the icons the pages use, drawn by Lucide, in one file `static/icons/sprite.svg`.

Names are read from the calls of the shared macros in templates; those chosen at run time are listed in
`static/icons/used.txt`. `flask icons build DIR` reads the drawings of the npm package lucide-static.
"""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import click
from flask import Flask
from flask.cli import AppGroup
from jinja2 import Environment, nodes

from webapp.core.config import ROOT

SPRITE = ROOT / "static" / "icons" / "sprite.svg"
LISTED = ROOT / "static" / "icons" / "used.txt"
VERSION = ROOT / "static" / "icons" / "lucide.VERSION"

# Which argument of a macro in ui/ui.html names an icon; as a keyword it is called `icon`.
_ICON_AT = {
    "icon": 0, "badge": 0, "icon_button": 0, "nav_item": 1, "button": 2, "chip": 2, "notice": 2, "ring": 2,
    "row": 3, "link_button": 3, "opens": 3,
}  # fmt: skip
_SHAPES = re.compile(r"<(?:path|circle|rect|line|polyline|polygon|ellipse)\b[^>]*/>", re.DOTALL)

cli = AppGroup("icons", help="The icon sprite.")


def names_used(templates: Path, listed: Path = LISTED) -> set[str]:
    """Return the names of all icons that templates ask for by a literal or that the list holds."""
    names = set(listed.read_text("utf-8").split())
    environment = Environment(extensions=["jinja2.ext.i18n"], autoescape=True)
    for template in templates.rglob("*.html"):
        for call in environment.parse(template.read_text("utf-8")).find_all(nodes.Call):
            names.update(_asked_by(call))
    return names


def _asked_by(call: nodes.Call) -> Iterator[str]:
    macro = getattr(call.node, "attr", None) or getattr(call.node, "name", None)
    at = _ICON_AT.get(str(macro))
    if at is not None:
        for argument in call.args[at : at + 1]:
            yield from _literals(argument)
    for keyword in call.kwargs:
        if keyword.key == "icon":
            yield from _literals(keyword.value)


def _literals(value: nodes.Node | None) -> Iterator[str]:
    """Yield the strings an expression may come to, as far as they are written in it."""
    if isinstance(value, nodes.Const) and isinstance(value.value, str):
        yield value.value
    elif isinstance(value, nodes.CondExpr):
        yield from _literals(value.expr1)
        yield from _literals(value.expr2)
    elif isinstance(value, nodes.Or):
        yield from _literals(value.left)
        yield from _literals(value.right)


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
