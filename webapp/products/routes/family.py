"""Sharing a product with family: invite, accept, remove, leave."""

from flask import flash
from werkzeug.wrappers import Response

from webapp.accounts.current import me
from webapp.core.access import allow
from webapp.core.errors import DomainError
from webapp.core.i18n import _
from webapp.core.limits import limit
from webapp.core.web import page, see_other
from webapp.products import family as sharing
from webapp.products.forms import InvitationForm
from webapp.products.models import FamilyInvitation, Purchase, PurchaseShare
from webapp.products.routes import bp
from webapp.products.scope import owned_purchase, purchase_for


@bp.get("/products/<ref>/family")
@allow.signed_in
def family(ref: str) -> Response:
    return _family(owned_purchase(me(), ref), InvitationForm(formdata=None))


@bp.post("/products/<ref>/family")
@allow.signed_in
@limit("10/hour")
def invite(ref: str) -> Response:
    """Send an invitation; the answer is the same whether or not the address has an account."""
    purchase, form = owned_purchase(me(), ref), InvitationForm()
    if not form.validate():
        return _family(purchase, form, 422)
    try:
        sharing.invite(purchase, me(), form.email.data)
    except DomainError as error:
        form.show(error)
        return _family(purchase, form, error.status)
    flash(_("Invitation sent to %(email)s", email=form.email.data))
    return see_other(f"/products/{ref}/family")


@bp.post("/products/<ref>/family/<int:user_id>/removal")
@allow.signed_in
def remove_member(ref: str, user_id: int) -> Response:
    sharing.remove(owned_purchase(me(), ref), user_id)
    return see_other(f"/products/{ref}/family")


@bp.post("/products/<ref>/family/invitations/<int:invitation_id>/withdrawal")
@allow.signed_in
def withdraw_invitation(ref: str, invitation_id: int) -> Response:
    sharing.withdraw(owned_purchase(me(), ref), invitation_id)
    return see_other(f"/products/{ref}/family")


@bp.post("/products/<ref>/departure")
@allow.signed_in
def leave(ref: str) -> Response:
    """Take oneself out of the family of a product."""
    sharing.remove(purchase_for(me(), ref), me().id)
    flash(_("You no longer share this product."))
    return see_other("/products")


@bp.get("/family/<token>")
@allow.signed_in
def invitation(token: str) -> Response:
    """Show what is shared; signing in or up leads back here."""
    _invitation, purchase = sharing.invited(token)
    return page("products/invitation.html", purchase=purchase, token=token)


@bp.post("/family/<token>")
@allow.signed_in
@limit("10/hour")
def accept_invitation(token: str) -> Response:
    purchase = sharing.accept(token, me())
    return see_other(f"/products/{purchase.ref}")


def _family(purchase: Purchase, form: InvitationForm, status: int = 200) -> Response:
    return page(
        "products/family.html",
        status=status,
        purchase=purchase,
        form=form,
        members=PurchaseShare.all_of(purchase.id),
        invitations=FamilyInvitation.all_of(purchase.id),
    )
