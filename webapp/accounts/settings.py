"""The person's own settings, as parts that a page of another room can show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import request
from wtforms import Field

from webapp.accounts.devices import name_of
from webapp.accounts.models import Consent, Purpose, User, UserSession
from webapp.accounts.sessions import devices_of
from webapp.accounts.settings_forms import ConsentsForm, ProfileForm, TimesForm, times_of
from webapp.accounts.signals import times_changed


@dataclass(frozen=True)
class Device:
    """A signed-in browser as its owner sees it."""

    id: int
    name: str
    is_phone: bool
    is_this: bool
    session: UserSession


def forms_for(user: User) -> dict[str, Any]:
    """What the parts _profile, _reminder_times, _consents, _devices and _security need, by name."""
    return {
        "person": user,
        "times_form": times_of(user),
        "consents_form": consents_of(user),
        "devices": devices(user),
    }


def devices(user: User) -> list[Device]:
    """Where the person is signed in, this browser first."""
    mine = user.session.id if user.session else None
    rows = sorted(devices_of(user), key=lambda row: row.id != mine)
    return [_seen(row, mine) for row in rows]


def _seen(row: UserSession, mine: int | None) -> Device:
    name, is_phone = name_of(row.user_agent)
    return Device(row.id, name, is_phone, row.id == mine, row)


def consents_of(user: User) -> ConsentsForm:
    standing = Consent.standing(user.id) if request.method == "GET" else set()
    return ConsentsForm(data={purpose.value: purpose.value in standing for purpose in Purpose})


def save_profile(user: User, form: ProfileForm) -> None:
    """Store who and where the person is; tells ``times_changed`` when their clock becomes another."""
    moved = user.zone != form.zone.data
    form.populate_obj(user)
    if moved:
        times_changed.send(user)


def save_times(user: User, form: TimesForm) -> None:
    form.populate_obj(user)
    times_changed.send(user)


def save_consents(user: User, form: ConsentsForm) -> None:
    """Write what changed into the ledger, with the sentence the person read."""
    standing = Consent.standing(user.id)
    for purpose in Purpose:
        field: Field = form[purpose.value]
        if field.data and purpose not in standing:
            Consent.give(user.id, purpose, f"{field.label.text}: {field.description}")
        elif not field.data:
            Consent.withdraw(user.id, purpose)
