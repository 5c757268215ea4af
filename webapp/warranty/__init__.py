"""Warranty: what is promised on a purchase, until when, and why.

Words: a *policy* is a model's terms, in *versions* with an effective date, each of several *policy lines*;
a *cover event* is a dated fact about one purchase (repair, replaced part, goodwill, plan, void);
a *cover line* is one dated promise, worked out from both by the pure `coverage` under the *rule pack* of the
country of sale.
"""
