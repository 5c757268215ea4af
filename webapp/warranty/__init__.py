"""Warranty: what is promised on a purchase, until when, and why.

Words: a *policy* is a model's terms, in *versions* with an effective date, each of several *policy lines*;
a *cover event* is a dated fact about one purchase (repair, replaced part, goodwill, plan, void);
a *cover line* is one dated promise, worked out from both by the pure `coverage` under the *rule pack* of the
country of sale.
"""

from flask import Flask


def init_app(app: Flask) -> None:
    """Register the room's tables, its ears and its pages."""
    from webapp.accounts import export
    from webapp.warranty import event_wording, exporting, listeners, models, wording  # noqa: F401
    from webapp.warranty.routes import bp

    listeners.connect()
    export.contribute("warranty", exporting.cover_of_person)
    app.jinja_env.globals |= {
        "cover_words": wording.status_words,
        "event_words": event_wording.event_words,
        "zone_words": event_wording.zone_words,
        "country_words": event_wording.country_words,
    }
    app.register_blueprint(bp)
