"""Settings from the environment, each as `NAME` or as the path of a file in `NAME_FILE`.

Development and test make what they lack in `instance/`; production refuses to start without it.
"""

import os
import secrets
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from webapp.core import clock

ENVIRONMENTS = ("development", "test", "production")
ROOT = Path(__file__).resolve().parents[2]


class ConfigurationError(RuntimeError):
    """A setting is missing or wrong; the message is a sentence for the operator."""


def setting(name: str, default: str = "", environ: Mapping[str, str] | None = None) -> str:
    """Return a setting's text from `NAME`, else from the file named by `NAME_FILE`, else the default."""
    environ = os.environ if environ is None else environ
    if value := environ.get(name):
        return value
    if path := environ.get(f"{name}_FILE"):
        try:
            return Path(path).read_text("utf-8").strip()
        except OSError as error:
            raise ConfigurationError(f"{name}_FILE names a file that cannot be read: {path}") from error
    return default


def load(environ: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Read every setting into a Flask configuration mapping.

    Raises ConfigurationError with a sentence when production lacks a secret or a value makes no sense.
    """
    environ = os.environ if environ is None else environ
    env = setting("APP_ENV", "development", environ)
    if env not in ENVIRONMENTS:
        raise ConfigurationError(f"APP_ENV must be one of {', '.join(ENVIRONMENTS)}, not {env!r}.")
    instance = Path(setting("INSTANCE_DIR", str(ROOT / "instance"), environ))
    public_url = setting("PUBLIC_URL", _own_url(environ), environ).rstrip("/")
    return (
        {"ENV": env, "TESTING": env == "test", "INSTANCE_DIR": instance}
        | _secrets(env, instance, environ)
        | _web(env, public_url, environ)
        | _database(instance, environ)
        | _outside(env, instance, environ)
        | _brand(environ)
    )


def _own_url(environ: Mapping[str, str]) -> str:
    """Return where `make run` serves; a listener on every address is reached as localhost."""
    host = setting("HOST", "127.0.0.1", environ)
    return f"http://{'localhost' if host in ('0.0.0.0', '::') else host}:{setting('PORT', '8000', environ)}"  # noqa: S104


def _secrets(env: str, instance: Path, environ: Mapping[str, str]) -> dict[str, Any]:
    key = setting("SECRET_KEY", "", environ)
    if not key:
        if env == "production":
            raise ConfigurationError("SECRET_KEY is missing: production does not start without it.")
        key = own_secret(instance / "secret-key")
    if env == "production" and not setting("VAPID_PRIVATE_KEY", "", environ):
        raise ConfigurationError("VAPID_PRIVATE_KEY is missing: make one with 'flask push keys'.")
    return {
        "SECRET_KEY": key,
        "VAPID_PRIVATE_KEY": setting("VAPID_PRIVATE_KEY", "", environ),
        "VAPID_SUBJECT": setting("VAPID_SUBJECT", "mailto:operator@example.com", environ),
    }


def own_secret(path: Path) -> str:
    """Return the secret kept in a file, making it (mode 600) the first time; development and test only."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(48), "utf-8")
    return path.read_text("utf-8").strip()


def _web(env: str, public_url: str, environ: Mapping[str, str]) -> dict[str, Any]:
    parts = urlsplit(public_url)
    https = parts.scheme == "https"
    if env == "production" and not https:
        raise ConfigurationError("PUBLIC_URL must start with https:// in production.")
    try:
        now = clock.source_from(setting("AFTERCARE_NOW", "", environ))
    except ValueError as error:
        raise ConfigurationError(f"AFTERCARE_NOW is not understood: {error}") from error
    if env == "production" and setting("AFTERCARE_NOW", "", environ):
        raise ConfigurationError("AFTERCARE_NOW is refused in production: the clock there is the real one.")
    prefix = "__Host-" if https else ""
    hosts = [host for host in setting("TRUSTED_HOSTS", "", environ).split(",") if host]
    return {
        "PUBLIC_URL": public_url,
        "HTTPS": https,
        "CLOCK": now,
        "TRUSTED_HOSTS": hosts or _own_hosts(env, parts.hostname or "localhost"),
        "PROXIES": _whole_number("PROXIES", environ),
        "SESSION_COOKIE_NAME": f"{prefix}aftercare",
        "SESSION_COOKIE_SECURE": https,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_PATH": "/",
        "PERMANENT_SESSION_LIFETIME": timedelta(days=90),
        # Twice what media keeps, so that a file somewhat too large gets its sentence beside the field.
        "MAX_CONTENT_LENGTH": 16 * 1024 * 1024,
        "MAX_FORM_MEMORY_SIZE": 512 * 1024,
        "WTF_CSRF_ENABLED": False,
        "RATELIMIT_ENABLED": _rate_limits(env, environ),
        "STAFF_SECOND_FACTOR": setting("STAFF_SECOND_FACTOR", str(env == "production"), environ) == "True",
    }


def _whole_number(name: str, environ: Mapping[str, str]) -> int:
    text = setting(name, "0", environ)
    if not text.isdecimal():
        raise ConfigurationError(f"{name} must be a whole number, not {text!r}.")
    return int(text)


def _rate_limits(env: str, environ: Mapping[str, str]) -> bool:
    wanted = setting("RATE_LIMITS", "on", environ)
    if env == "production" and wanted != "on":
        raise ConfigurationError("RATE_LIMITS cannot be turned off in production.")
    return wanted == "on"


def _own_hosts(env: str, public: str) -> list[str]:
    return [public] if env == "production" else [public, "127.0.0.1", "localhost", "[::1]"]


def _database(instance: Path, environ: Mapping[str, str]) -> dict[str, Any]:
    url = setting("DATABASE_URL", f"sqlite:///{instance / 'aftercare.db'}", environ)
    for short in ("postgres://", "postgresql://"):
        if url.startswith(short):
            url = "postgresql+psycopg://" + url.removeprefix(short)
    return {"SQLALCHEMY_DATABASE_URI": url, "REDIS_URL": setting("REDIS_URL", "", environ)}


def _outside(env: str, instance: Path, environ: Mapping[str, str]) -> dict[str, Any]:
    listed = [url.strip() for url in setting("PUSH_TEST_ENDPOINTS", "", environ).split(",") if url.strip()]
    mail = setting("MAIL_URL", "", environ)
    if env == "production" and not mail:
        raise ConfigurationError(
            "MAIL_URL is missing: for example smtp://user:password@mail.example.com:587."
        )
    if env == "production" and mail.startswith("console:"):
        raise ConfigurationError("MAIL_URL must not be console: in production: links would be in the logs.")
    return {
        "MEDIA_URL": setting("MEDIA_URL", f"folder://{instance / 'media'}", environ),
        "MAIL_URL": mail or f"folder://{instance / 'mail'}",
        "MAIL_FROM": setting("MAIL_FROM", "Aftercare <no-reply@example.com>", environ),
        "PUSH_TEST_ENDPOINTS": [] if env == "production" else listed,
        "SENTRY_DSN": setting("SENTRY_DSN", "", environ),
        "METRICS_PORT": _whole_number("METRICS_PORT", environ),
        "ARGON2": (19456, 2, 1) if env != "test" else (8, 1, 1),
    }


def _brand(environ: Mapping[str, str]) -> dict[str, Any]:
    hue = setting("BRAND_HUE", "210", environ)
    if not hue.isdigit() or int(hue) > 360:
        raise ConfigurationError("BRAND_HUE must be a whole number of degrees from 0 to 360.")
    return {"BRAND_NAME": setting("BRAND_NAME", "Aftercare", environ), "BRAND_HUE": int(hue)}
