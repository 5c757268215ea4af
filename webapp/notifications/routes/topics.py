"""Choosing channels per topic, and the link in every letter that stops them."""

from __future__ import annotations

from typing import Any

from flask import Response, abort, flash, request

from webapp.accounts.current import me
from webapp.core.access import allow
from webapp.core.i18n import _
from webapp.core.limits import limit
from webapp.core.web import page, see_other
from webapp.notifications import choices
from webapp.notifications.choices import CHOOSABLE, Ways
from webapp.notifications.letters import read_stop_token
from webapp.notifications.routes.blueprint import bp
from webapp.notifications.switches import TITLES


@bp.post("/notifications/topics")
@allow.signed_in
def choose() -> Any:
    """Take the switches of all topics: `push-<topic>` and `email-<topic>` are on when they are sent."""
    person, sent = me(), request.form
    before = choices.all_ways(person.id)
    fallback = choices.changed_fallback(before, wished="fallback" in sent)
    for topic in CHOOSABLE:
        kept = before[topic].fallback if fallback is None else fallback
        wished = Ways(f"push-{topic}" in sent, f"email-{topic}" in sent, kept)
        if wished != before[topic]:
            choices.choose(person.id, topic, wished)
    flash(_("Your choices are saved."))
    return see_other("/settings")


@bp.get("/notifications/unsubscribe/<token>")
@allow.everyone
def ask_to_stop(token: str) -> Response:
    """Ask whether letters about one topic shall stop; reading a link changes nothing."""
    told = read_stop_token(token)
    if told is None:
        abort(404)
    return page("notifications/unsubscribe.html", token=token, topic=TITLES[told[1]], done=False)


@bp.post("/notifications/unsubscribe/<token>")
@allow.everyone
@limit("30/hour", by="address")
def stop(token: str) -> Response:
    """Stop letters about one topic, without signing in."""
    told = read_stop_token(token)
    if told is None or told[1] not in CHOOSABLE:
        abort(404)
    choices.stop_email(*told)
    return page("notifications/unsubscribe.html", token=token, done=True)
