"""Say whether every text is translated into every language: `python -m tests.translations_complete`."""

import io
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[1]
LANGUAGES = ("vi", "ru", "th")
_PLACEHOLDER = re.compile(r"%\((\w+)\)s")


def extracted() -> Catalog:
    """Return the texts the code and templates hold now."""
    with tempfile.TemporaryDirectory() as folder:
        pot = Path(folder) / "messages.pot"
        command = [
            "pybabel",
            "--quiet",
            "extract",
            "-F",
            "babel.cfg",
            "-k",
            "_l",
            "-k",
            "_n:1,2",
            "-o",
            str(pot),
            ".",
        ]
        subprocess.run([sys.executable, "-m", "babel.messages.frontend", *command[1:]], cwd=ROOT, check=True)
        return read_po(io.BytesIO(pot.read_bytes()))


def faults(language: str, template: Catalog) -> list[str]:
    """Return a line for every missing, fuzzy, stale or broken text of one language."""
    path = ROOT / "translations" / language / "LC_MESSAGES" / "messages.po"
    catalogue = read_po(io.BytesIO(path.read_bytes()), locale=language)
    found = []
    for message in template:
        if message.id:
            found += _faults_of(message, catalogue.get(message.id, message.context), catalogue.num_plurals)
    wanted = {_first(message.id) for message in template if message.id}
    stale = [m for m in catalogue if m.id and _first(m.id) not in wanted]
    found += [f"stale: {_first(m.id)}" for m in stale] + [
        f"stale: {_first(key)}" for key in catalogue.obsolete
    ]
    return [f"{language}: {line}" for line in found]


def _first(text: str | tuple[str, ...]) -> str:
    return text if isinstance(text, str) else text[0]


def _faults_of(source: Message, translated: Message | None, plurals: int) -> list[str]:
    name = _first(source.id)
    if translated is None:
        return [f"missing: {name}"]
    if translated.fuzzy:
        return [f"fuzzy: {name}"]
    texts = [translated.string] if isinstance(translated.string, str) else list(translated.string)
    if not all(texts) or (not isinstance(source.id, str) and len(texts) != plurals):
        return [f"missing: {name}"]
    allowed = set(_PLACEHOLDER.findall(" ".join([source.id] if isinstance(source.id, str) else source.id)))
    used = [set(_PLACEHOLDER.findall(text)) for text in texts]
    wrong = [names for names in used if names - allowed or (allowed - {"num"}) - names]
    return [f"placeholders differ: {name}"] if wrong else []


if __name__ == "__main__":
    catalogue_of_texts = extracted()
    lines = [line for language in LANGUAGES for line in faults(language, catalogue_of_texts)]
    print("\n".join(lines[:200]))
    print(f"{len(catalogue_of_texts)} texts, {len(lines)} faults in {', '.join(LANGUAGES)}")
    sys.exit(bool(lines))
