"""Templates speak one language each, with their texts in place, and escape what people typed."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from jinja2 import DictLoader

from webapp.core import i18n
from webapp.core.i18n import LOCALES, speaking
from webapp.core.templating import environment
from webapp.core.web import render

WORDS = {
    "vi": {
        "Back": "Quay lại",
        "Hello %(name)s": "Xin chào %(name)s",
        "%(num)s product": "%(num)s sản phẩm",
        "Bold <b>text</b>": "Chữ <b>đậm</b>",
    }
}
TEMPLATES = {
    "plain.html": '{{ _("Back") }}',
    "greeting.html": '{{ _("Hello %(name)s", name=name) }}',
    "count.html": '{{ ngettext("%(num)s product", "%(num)s products", n) }}',
    "markup.html": '{{ _("Bold <b>text</b>") }}',
    "late.html": "{{ _(text) }}",
    "trans.html": "{% trans name=name %}Hello {{ name }}{% endtrans %}",
    "attribute.html": '<p title="{{ _("Hello %(name)s", name=name) }}">{{ name }}</p>',
}


class Catalogue:
    """What gettext would find."""

    def __init__(self, locale: str) -> None:
        self.words = WORDS.get(locale, {})

    def gettext(self, text: str) -> str:
        return self.words.get(text, text)

    def ngettext(self, one: str, many: str, n: int) -> str:
        return self.words.get(one, one if n == 1 else many)


@pytest.fixture
def spoken(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    """The application with these templates and words, its compiled templates put aside."""
    for module in ("webapp.core.templating", "webapp.core.i18n"):
        monkeypatch.setattr(f"{module}.catalogue", Catalogue)
    kept = app.extensions["local_environments"]
    app.extensions["local_environments"] = {}
    loader, app.jinja_env.loader = app.jinja_env.loader, DictLoader(TEMPLATES)
    with app.test_request_context():
        yield app
    app.jinja_env.loader, app.extensions["local_environments"] = loader, kept


def told(template: str, locale: str, **values: Any) -> str:
    with speaking(locale):
        return render(template, **values)


def test_each_language_has_its_own_words(spoken: Flask) -> None:
    assert told("plain.html", "vi") == "Quay lại"
    assert told("plain.html", "en") == "Back"
    assert told("plain.html", "vi") == "Quay lại", "the other language left nothing behind"


def test_the_words_are_constants_of_the_compiled_template(spoken: Flask) -> None:
    with speaking("vi"):
        source = environment(spoken).compile(TEMPLATES["plain.html"], raw=True)
    assert "Quay lại" in source
    assert "gettext" not in source


def test_a_typed_name_is_escaped_and_a_translators_markup_is_not(spoken: Flask) -> None:
    name = '<script>alert(1)</script> & "Linh"'
    for template in ("greeting.html", "trans.html"):
        text = told(template, "vi", name=name)
        assert text == "Xin chào &lt;script&gt;alert(1)&lt;/script&gt; &amp; &#34;Linh&#34;"
    assert told("markup.html", "vi") == "Chữ <b>đậm</b>"
    assert told("attribute.html", "vi", name='"><b>').count("<b>") == 0


def test_percent_signs_in_a_name_stay(spoken: Flask) -> None:
    assert told("greeting.html", "en", name="100 % (sure)") == "Hello 100 % (sure)"


def test_counting_follows_the_language(spoken: Flask) -> None:
    assert told("count.html", "en", n=1) == "1 product"
    assert told("count.html", "en", n=3) == "3 products"
    assert told("count.html", "vi", n=3) == "3 sản phẩm"


def test_a_text_only_known_at_run_time_is_translated_then(spoken: Flask) -> None:
    assert told("late.html", "vi", text="Back") == "Quay lại"


def test_every_template_compiles_in_every_language(app: Flask) -> None:
    names = [name for name in app.jinja_env.list_templates() if name.endswith(".html")]
    assert len(names) > 40
    for locale in LOCALES:
        with app.test_request_context(), speaking(locale):
            for name in names:
                environment(app).get_template(name)


def test_a_name_missing_in_a_language_falls_back() -> None:
    with speaking("th"):
        assert i18n.in_language({"en": "Washer", "vi": "Máy giặt"}) == "Washer"
        assert i18n.in_language({"vi": "Máy giặt"}) == "Máy giặt"
        assert i18n.in_language({}) == i18n.in_language(None) == ""
