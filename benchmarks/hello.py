"""Bare Flask: the floor under every page."""

from flask import Flask

app = Flask(__name__)


@app.route("/products")
def products() -> str:
    return "hello"
