"""Tables of the accounts room."""

from webapp.accounts.models.consent import Consent, Purpose
from webapp.accounts.models.second_factor import RecoveryCode, SecondFactor
from webapp.accounts.models.session import UserSession
from webapp.accounts.models.throttle import Throttle
from webapp.accounts.models.token import OneTimeToken, TokenPurpose
from webapp.accounts.models.user import STAFF_ROLES, EmailTaken, Role, User

__all__ = [
    "STAFF_ROLES",
    "Consent",
    "EmailTaken",
    "OneTimeToken",
    "Purpose",
    "RecoveryCode",
    "Role",
    "SecondFactor",
    "Throttle",
    "TokenPurpose",
    "User",
    "UserSession",
]
