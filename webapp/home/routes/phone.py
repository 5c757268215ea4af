"""What a browser asks for by itself: worker, manifest, offline pages, icons, robots.txt."""

from flask import Response, abort, make_response, redirect, request
from werkzeug.wrappers import Response as BaseResponse

from webapp.core.access import allow
from webapp.core.assets import asset
from webapp.core.i18n import LOCALES, current_locale, speaking
from webapp.core.web import page
from webapp.home import manifest as app_manifest
from webapp.home import worker
from webapp.home.routes import bp

ROBOTS = "User-agent: *\nDisallow: /staff\nDisallow: /notifications/\nAllow: /\n"
ICON_PATHS = {
    "favicon.ico": "icons/app-192.png",
    "apple-touch-icon.png": "icons/apple-touch.png",
    "apple-touch-icon-precomposed.png": "icons/apple-touch.png",
}


@bp.route("/service-worker.js")
@allow.everyone
def service_worker() -> Response:
    response = Response(worker.script(), mimetype="text/javascript")
    response.headers["Service-Worker-Allowed"] = "/"
    return _checked_each_time(response)


@bp.route("/manifest.webmanifest")
@allow.everyone
def manifest() -> Response:
    """Browsers fetch it without cookies, so the page's link names the language."""
    with speaking(_asked_language()):
        response = make_response(app_manifest.manifest())
    response.mimetype = "application/manifest+json"
    response.vary.add("Accept-Language")
    return _checked_each_time(response)


@bp.route("/offline")
@bp.route("/offline/<locale>")
@bp.route("/offline/<locale>/<state>")
@allow.everyone
def offline_page(locale: str | None = None, state: str = "offline") -> Response:
    """What the phone shows without a signal: `offline`, `kept` (a write waits) or `left` (signed out).

    It is nobody's page: nothing in it depends on who asks.
    """
    if state not in worker.STATES or (locale is not None and locale not in LOCALES):
        abort(404)
    with speaking(locale or current_locale()):
        return _checked_each_time(page("home/offline.html", state=state))


@bp.route("/robots.txt")
@allow.everyone
def robots() -> Response:
    return _checked_each_time(Response(ROBOTS, mimetype="text/plain"))


@bp.route("/favicon.ico")
@bp.route("/apple-touch-icon.png")
@bp.route("/apple-touch-icon-precomposed.png")
@allow.everyone
def icon() -> BaseResponse:
    """Old fixed addresses of icons."""
    return redirect(asset(ICON_PATHS[request.path.removeprefix("/")]), 302)


def _asked_language() -> str:
    wanted = request.args.get("lang", "")
    return wanted if wanted in LOCALES else current_locale()


def _checked_each_time(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-cache"
    return response
