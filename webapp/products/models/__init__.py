"""Tables of the products room: the catalogue, and what a customer owns of it."""

from webapp.products.models.catalogue import Category, Model, Serial
from webapp.products.models.dispute import Dispute
from webapp.products.models.import_run import ImportRun
from webapp.products.models.purchase import Purchase
from webapp.products.models.sharing import FamilyInvitation, PurchaseShare
from webapp.products.models.transfer import TransferCode

__all__ = [
    "Category",
    "Dispute",
    "FamilyInvitation",
    "ImportRun",
    "Model",
    "Purchase",
    "PurchaseShare",
    "Serial",
    "TransferCode",
]
