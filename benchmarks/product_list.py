"""How many product lists (20 products, signed in) a core answers: ours, bare Flask's hello, the docs' way.

Three gunicorns with the same settings (one gthread worker) stand on one core; the load comes from another.
Rounds alternate between them, so that whatever else the machine does reaches all three alike.
"""

import os
import secrets
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import date, timedelta
from pathlib import Path
from statistics import median
from typing import Any
from urllib.request import urlopen

os.environ.setdefault("APP_ENV", "test")

from flask import Flask

from benchmarks.load import pin, requests_a_second
from webapp.accounts.models import User, UserSession
from webapp.app import create_app
from webapp.core import clock
from webapp.core.db import db
from webapp.core.security import hash_token, new_token
from webapp.maintenance.models import PlanItem, ServicePlan
from webapp.products.models import Category, Model, Purchase, Serial
from webapp.warranty.models import ModelPolicy, Policy, PolicyLine, PolicyVersion

ROUNDS, SECONDS, PRODUCTS = 9, 1.5, 20
PROMISES = (("parts", "maker", 36), ("labour", "maker", 24), ("both", "seller", 24))
CARE = (
    ("filter", "Replace filter no. 1", 6),
    ("membrane", "RO membrane", 24),
    ("tank", "Disinfect the tank", 12),
)
SETTINGS = ["-w", "1", "-k", "gthread", "--threads", "2", "--keep-alive", "30", "--no-control-socket"]
APPS = {
    "hello": "benchmarks.hello:app",
    "ours": "webapp.app:create_app()",
    "docs": "benchmarks.docs_way.app:create_app({database!r}, {secret!r})",
}


def run() -> list[dict[str, Any]]:
    """Measure; one row against each of the two others. Rates are requests a second."""
    with tempfile.TemporaryDirectory(prefix="product-list-") as folder, ExitStack() as servers:
        place = _prepare(Path(folder))
        ports = {name: servers.enter_context(_served(name, place)) for name in APPS}
        rates: dict[str, list[float]] = {name: [] for name in APPS}
        pin(-1)
        for _round in range(ROUNDS):
            for name, port in ports.items():
                rates[name].append(
                    requests_a_second(port, "/products", place["cookies"].get(name, ""), SECONDS)
                )
    return [
        _row(rates, "hello", "ours against bare Flask hello"),
        _row(rates, "docs", "ours against the docs' way"),
    ]


def _row(rates: dict[str, list[float]], other: str, words: str) -> dict[str, Any]:
    medians = {name: median(rates[name]) for name in ("ours", other)}
    return {
        "name": f"product list, {words}",
        "ratio": medians["ours"] / medians[other],
        "medians": medians,
        "runs": ROUNDS,
        "unit": "requests/s",
    }


# -- the data --------------------------------------------------------------------------------------


def _prepare(folder: Path) -> dict[str, Any]:
    """Make the database with one customer and 20 products, and the cookies of that customer."""
    secret, database = secrets.token_hex(16), f"sqlite:///{folder / 'bench.db'}"
    settings = {"SQLALCHEMY_DATABASE_URI": database, "SECRET_KEY": secret, "INSTANCE_DIR": folder}
    app = create_app(settings | {"PUBLIC_URL": "http://127.0.0.1"})
    with app.app_context():
        db.create_all()
        person = _customer()
        token = _session_of(person)
        _buy(
            person,
            [
                _model("RO-9", "08930000000019", "droplets"),
                _model("W-8", "08930000000026", "washing-machine"),
            ],
        )
        db.session.commit()
        cookies = {"ours": _cookie(app, token), "docs": _cookie(_docs(database, secret), str(person.id))}
        db.engine.dispose()
    return {"folder": folder, "database": database, "secret": secret, "cookies": cookies}


def _customer() -> User:
    person = User.register(
        email="bench@example.com",
        password=new_token(),
        name="Linh Nguyễn",
        locale="vi",
        zone="Asia/Ho_Chi_Minh",
        country="VN",
    )  # fmt: skip
    person.email_verified_at = clock.now()
    return person


def _session_of(person: User) -> str:
    token = new_token()
    row = UserSession(
        user_id=person.id, token_hash=hash_token(token), fresh_until=clock.real_now(), user_agent=""
    )
    db.session.add(row)
    return token


def _model(sku: str, gtin: str, icon: str) -> Model:
    since = date.today() - timedelta(days=3000)
    category = Category(slug=sku.lower(), names=_names(sku), icon=icon)
    model = Model(sku=sku, gtin=gtin, category=category, names=_names(f"{sku} Slim"), on_sale_from=since)
    policy = Policy(code=sku, names=_names("Warranty"))
    db.session.add_all([model, policy])
    db.session.flush()
    version = PolicyVersion(policy_id=policy.id, effective_from=since)
    plan = ServicePlan(model_id=model.id)
    db.session.add_all([version, plan, ModelPolicy(model_id=model.id, policy_id=policy.id)])
    db.session.flush()
    for place, (covers, guarantor, months) in enumerate(PROMISES):
        line = PolicyLine(
            version_id=version.id, covers=covers, guarantor=guarantor, months=months, position=place
        )
        db.session.add(line)
    for place, (code, name, months) in enumerate(CARE):
        item = PlanItem(plan_id=plan.id, code=code, names=_names(name), every_months=months, position=place)
        db.session.add(item)
    db.session.flush()
    return model


def _buy(person: User, models: list[Model]) -> None:
    for number in range(PRODUCTS):
        model, serial = models[number % len(models)], f"7KX2-{number:04d}"
        db.session.add(Serial(model_id=model.id, number=serial))
        db.session.flush()
        bought = date.today() - timedelta(days=30 + 57 * number)
        Purchase.register(person, model, serial, bought, country="VN", place="Kitchen")


def _names(name: str) -> dict[str, str]:
    return dict.fromkeys(("en", "vi", "ru", "th"), name)


def _docs(database: str, secret: str) -> Flask:
    from benchmarks.docs_way.app import create_app as create_docs

    return create_docs(database, secret)


def _cookie(app: Flask, user_id: str) -> str:
    with app.test_request_context():
        session = app.session_interface.open_session(app, app.test_request_context().request)
        assert session is not None
        session.update({"_user_id": user_id, "_fresh": True})
        signer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
        return f"{app.config['SESSION_COOKIE_NAME']}={signer.dumps(dict(session))}"


# -- the servers -----------------------------------------------------------------------------------


@contextmanager
def _served(name: str, place: dict[str, Any]) -> Iterator[int]:
    """Run one application under gunicorn on the first core, on a port of its own."""
    port = 8610 + list(APPS).index(name)
    target = APPS[name].format(**place) if name == "docs" else APPS[name]
    command = [sys.executable, "-m", "gunicorn", *SETTINGS, "-b", f"127.0.0.1:{port}", target]
    environment = os.environ | {
        "APP_ENV": "development",
        "DATABASE_URL": place["database"],
        "SECRET_KEY": place["secret"],
        "INSTANCE_DIR": str(place["folder"]),
        "PUBLIC_URL": "http://127.0.0.1",
    }
    server = subprocess.Popen(
        command,
        env=environment,
        cwd=Path(__file__).parents[1],
        stderr=subprocess.PIPE,
        preexec_fn=lambda: pin(0),
    )
    try:
        _wait_for(server, port)
        yield port
    finally:
        server.terminate()
        server.wait(10)


def _wait_for(server: subprocess.Popen[bytes], port: int) -> None:
    for _try in range(100):
        if server.poll() is not None:
            assert server.stderr is not None
            raise RuntimeError(server.stderr.read().decode())
        try:
            urlopen(f"http://127.0.0.1:{port}/nothing", timeout=5)
        except OSError as error:
            if getattr(error, "code", None):  # any answer will do
                return
        time.sleep(0.2)
    raise RuntimeError(f"nothing answers on port {port}")
