"""Settings come from the environment or from files; production starts only with everything it needs."""

from pathlib import Path

import pytest

from webapp.core import config
from webapp.core.config import ConfigurationError, load, setting

PRODUCTION = {
    "APP_ENV": "production",
    "SECRET_KEY": "a long secret",
    "VAPID_PRIVATE_KEY": "a key",
    "PUBLIC_URL": "https://care.example.com",
    "MAIL_URL": "smtp://mail.example.com",
}


@pytest.fixture
def here(tmp_path: Path) -> dict[str, str]:
    return {"INSTANCE_DIR": str(tmp_path)}


def test_a_secret_may_lie_in_a_file(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_text("from a file\n")
    assert setting("SECRET_KEY", environ={"SECRET_KEY_FILE": str(file)}) == "from a file"
    assert setting("SECRET_KEY", environ={"SECRET_KEY": "direct", "SECRET_KEY_FILE": str(file)}) == "direct"
    assert setting("SECRET_KEY", "usual", environ={}) == "usual"


def test_a_file_that_is_not_there_stops_the_start(here: dict[str, str]) -> None:
    with pytest.raises(ConfigurationError, match="SECRET_KEY_FILE names a file that cannot be read"):
        load(here | {"SECRET_KEY_FILE": "/nowhere/secret"})


def test_development_makes_its_own_secret_and_keeps_it(here: dict[str, str], tmp_path: Path) -> None:
    first, second = load(here), load(here)
    assert len(first["SECRET_KEY"]) >= 40
    assert first["SECRET_KEY"] == second["SECRET_KEY"]
    assert (tmp_path / "secret-key").stat().st_mode & 0o077 == 0


def test_production_starts_with_everything_it_needs(here: dict[str, str]) -> None:
    found = load(here | PRODUCTION)
    assert found["SESSION_COOKIE_NAME"] == "__Host-aftercare"
    assert found["SESSION_COOKIE_SECURE"] is True
    assert found["TRUSTED_HOSTS"] == ["care.example.com"]
    assert found["STAFF_SECOND_FACTOR"] is True


@pytest.mark.parametrize("missing", ["SECRET_KEY", "VAPID_PRIVATE_KEY", "MAIL_URL"])
def test_production_does_not_start_without_a_secret(here: dict[str, str], missing: str) -> None:
    given = {name: value for name, value in PRODUCTION.items() if name != missing}
    with pytest.raises(ConfigurationError, match=f"{missing} is missing"):
        load(here | given)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"PUBLIC_URL": "http://care.example.com"}, "must start with https"),
        ({"AFTERCARE_NOW": "+14d"}, "refused in production"),
        ({"APP_ENV": "staging"}, "APP_ENV must be one of"),
        ({"AFTERCARE_NOW": "tomorrow"}, "AFTERCARE_NOW is not understood"),
        ({"BRAND_HUE": "teal"}, "whole number of degrees"),
        ({"BRAND_HUE": "361"}, "whole number of degrees"),
        ({"MAIL_URL": "console:"}, "MAIL_URL must not be console"),
        ({"PROXIES": "one"}, "PROXIES must be a whole number"),
        ({"METRICS_PORT": "-1"}, "METRICS_PORT must be a whole number"),
    ],
)
def test_a_value_that_makes_no_sense_stops_the_start(
    here: dict[str, str], wrong: dict[str, str], sentence: str
) -> None:
    with pytest.raises(ConfigurationError, match=sentence):
        load(here | PRODUCTION | wrong)


def test_production_ignores_endpoints_of_the_test_push_service(here: dict[str, str]) -> None:
    endpoints = {"PUSH_TEST_ENDPOINTS": "http://127.0.0.1:9999, http://127.0.0.1:9998"}
    assert load(here | PRODUCTION | endpoints)["PUSH_TEST_ENDPOINTS"] == []
    assert load(here | endpoints)["PUSH_TEST_ENDPOINTS"] == ["http://127.0.0.1:9999", "http://127.0.0.1:9998"]


@pytest.mark.parametrize("url", ["postgres://u@h/d", "postgresql://u@h/d", "postgresql+psycopg://u@h/d"])
def test_every_spelling_of_postgres_means_psycopg(here: dict[str, str], url: str) -> None:
    assert load(here | {"DATABASE_URL": url})["SQLALCHEMY_DATABASE_URI"] == "postgresql+psycopg://u@h/d"


def test_sqlite_in_the_instance_folder_is_the_default(here: dict[str, str], tmp_path: Path) -> None:
    found = load(here)
    assert found["SQLALCHEMY_DATABASE_URI"] == f"sqlite:///{tmp_path / 'aftercare.db'}"
    assert found["MAIL_URL"].startswith("folder://")
    assert found["SESSION_COOKIE_NAME"] == "aftercare"
    assert config.ROOT.joinpath("wsgi.py").exists()
