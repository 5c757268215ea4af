"""Static files under one hashed prefix: immutable for a year, compressed once, no cookie.

One hash covers the whole tree, so ES modules import each other by relative paths. The style sheets
are one file, in order of name; `@layer` decides what wins.
"""

import gzip
import hashlib
import mimetypes
import os
from functools import lru_cache
from pathlib import Path

import brotli
from flask import Flask, Response, abort, current_app, request

from webapp.core.access import allow
from webapp.core.config import ROOT

STATIC = ROOT / "static"
_TEXT = {".css", ".js", ".svg", ".json", ".txt", ".wasm", ".webmanifest"}
mimetypes.add_type("text/javascript", ".js")
mimetypes.add_type("application/wasm", ".wasm")


def style_sheet(brand_hue: int) -> str:
    """Return all style sheets as one, with the operator's hue."""
    sheets = sorted(STATIC.glob("css/**/*.css"), key=lambda path: path.relative_to(STATIC).as_posix())
    sheets.sort(key=lambda path: path.name != "_layers.css")
    text = "\n".join(path.read_text("utf-8") for path in sheets)
    return f":root{{--brand-hue:{brand_hue}}}\n{text}"


def tree_hash(brand_hue: int) -> str:
    """Return the fingerprint of every static file and the brand's hue."""
    digest = hashlib.sha256(str(brand_hue).encode())
    for path in sorted(STATIC.rglob("*")):
        if path.is_file():
            digest.update(path.relative_to(STATIC).as_posix().encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def asset(path: str) -> str:
    """Return the public path of a static file; `app.css` is the whole style."""
    return f"/assets/{current_app.config['ASSETS_HASH']}/{path}"


@lru_cache(maxsize=512)
def _bytes(path: str, encoding: str, hue: int, _hash: str) -> bytes | None:
    if path == "app.css":
        data = style_sheet(hue).encode()
    else:
        file = STATIC / path
        # os.path says of a name too long that there is no such file; Path.is_file raises.
        if not os.path.isfile(file) or not file.resolve().is_relative_to(STATIC):
            return None
        data = file.read_bytes()
    if encoding == "br":
        return bytes(brotli.compress(data, quality=9))
    return gzip.compress(data, 9, mtime=0) if encoding == "gzip" else data


def _encoding(path: str) -> str:
    if Path(path).suffix not in _TEXT:
        return ""
    accepted = request.accept_encodings
    return "br" if accepted["br"] else "gzip" if accepted["gzip"] else ""


@allow.everyone
def serve(version: str, path: str) -> Response:
    """Send a static file. An old version gets today's file, uncached, so that nothing breaks mid-deploy."""
    encoding, current = _encoding(path), current_app.config["ASSETS_HASH"]
    data = _bytes(path, encoding, current_app.config["BRAND_HUE"], current)
    if data is None:
        abort(404)
    response = Response(data, mimetype=mimetypes.guess_type(path)[0] or "application/octet-stream")
    response.headers["Cache-Control"] = (
        "public, max-age=31536000, immutable" if version == current else "no-cache"
    )
    response.vary.add("Accept-Encoding")
    if encoding:
        response.headers["Content-Encoding"] = encoding
    if path.endswith(".svg"):
        response.headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    return response


def init_app(app: Flask) -> None:
    """Serve `/assets/<hash>/...` and give templates `asset()`."""
    app.config["ASSETS_HASH"] = tree_hash(app.config["BRAND_HUE"])
    app.add_url_rule("/assets/<version>/<path:path>", "assets", serve)
    # Templates name some thirty files a page: the bound method of a string is the fastest `asset()` there is.
    app.jinja_env.globals["asset"] = f"/assets/{app.config['ASSETS_HASH']}/".__add__
