"""Jinja environments, one per language, whose texts are translated while templates compile.

`_("text")`, `ngettext` and `{% trans %}` in a template end as constants in its byte code. A text
with placeholders becomes a constant with `%` applied to escaped values.
"""

from collections.abc import Callable, Hashable, Iterable, MutableMapping
from functools import lru_cache
from typing import Any

from flask import Flask
from flask.templating import Environment
from jinja2 import nodes, pass_environment
from jinja2.utils import LRUCache
from jinja2.visitor import NodeTransformer
from markupsafe import Markup

from webapp.core.i18n import LOCALES, catalogue, current_locale

_SINGULAR = {"_", "gettext"}


class _Translate(NodeTransformer):
    """Replace gettext calls on constants by the translated constant."""

    def __init__(self, locale: str) -> None:
        self.gettext = catalogue(locale).gettext

    def visit_Call(self, node: nodes.Call) -> nodes.Node:
        self.generic_visit(node)
        named = isinstance(node.node, nodes.Name) and node.node.name in _SINGULAR
        if not named or len(node.args) != 1 or not isinstance(node.args[0], nodes.Const):
            return node
        text = nodes.Const(self.gettext(node.args[0].value), lineno=node.lineno)
        if not node.kwargs:
            return nodes.MarkSafeIfAutoescape(text, lineno=node.lineno)
        values = [nodes.Pair(nodes.Const(kw.key), kw.value, lineno=node.lineno) for kw in node.kwargs]
        safe = nodes.MarkSafeIfAutoescape(text, lineno=node.lineno)
        return nodes.Mod(safe, nodes.Dict(values, lineno=node.lineno), lineno=node.lineno)


class LocalEnvironment(Environment):
    """A Flask template environment that speaks one language."""

    locale = "en"

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Share one plain dict of globals: the chain Jinja makes of them is copied slowly, once a render."""
        return {**self.globals, **d} if d else self.globals

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        parsed = super()._parse(source, name, filename)
        translated: nodes.Template = _Translate(self.locale).visit(parsed)
        return translated


def init_app(app: Flask) -> None:
    """Make the environments of all languages share what rooms register on `app.jinja_env`."""
    env = app.jinja_env
    env.add_extension("jinja2.ext.i18n")
    env.trim_blocks = env.lstrip_blocks = True
    env.newstyle_gettext = True  # type: ignore[attr-defined]
    env.globals |= {"_": _runtime_gettext, "gettext": _runtime_gettext, "ngettext": _runtime_ngettext}
    env.globals |= {"still": still, "stills": stills}
    app.extensions["local_environments"] = {}


def environment(app: Flask) -> LocalEnvironment:
    """Return the environment of the language being spoken, made at first use."""
    made: dict[str, LocalEnvironment] = app.extensions["local_environments"]
    locale = current_locale()
    if locale not in made:
        made[locale] = _speak(app.jinja_env, locale)
    return made[locale]


def _speak(env: Any, locale: str) -> LocalEnvironment:
    assert locale in LOCALES
    local: LocalEnvironment = env.overlay()
    local.cache = LRUCache(400)  # type: ignore[assignment]  # Jinja's own cache type
    local.locale = locale
    return local


@pass_environment
def still(env: Environment, name: str, **values: Hashable) -> Markup:
    """Return a part that depends on nothing but its language and these values, drawn once and remembered.

    For what is on every page, or the same from page to page: the tabs, a row of a list. Such a part must
    not look at the request, the person or the clock by itself: what it needs of them is among the values.
    """
    return _drawer(env)(env, name, tuple(values.items()))


@pass_environment
def stills(env: Environment, name: str, value: str, each: Iterable[Hashable]) -> Markup:
    """Return the same part for each of many values, one after the other: the rows of a list."""
    draw = _drawer(env)
    return Markup("").join([draw(env, name, ((value, one),)) for one in each])


def _drawer(env: Environment) -> Callable[..., Markup]:
    return _drawn if env.auto_reload else _remembered


def _drawn(env: Environment, name: str, values: tuple[tuple[str, Hashable], ...]) -> Markup:
    return Markup(env.get_template(name).render(dict(values)))


_remembered = lru_cache(maxsize=2048)(_drawn)  # at most some 16 MB, were each a whole list


def _runtime_gettext(text: str, **values: Any) -> Markup:
    markup = Markup(catalogue(current_locale()).gettext(text))
    return markup % values if values else markup


def _runtime_ngettext(one: str, many: str, num: int, **values: Any) -> Markup:
    return Markup(catalogue(current_locale()).ngettext(one, many, num)) % ({"num": num} | values)
