"""Work that follows an edited plan: every purchase of the model, a few at a time."""

from sqlalchemy import select

from webapp.core.db import db
from webapp.core.jobs import job
from webapp.maintenance import dues
from webapp.products.models import Purchase

AT_A_TIME = 100


@job()
def recalculate_model(model_id: int, after: int = 0) -> None:
    """Recalculate the living purchases of a model, the first of them after an id, then queue the rest."""
    living = select(Purchase).where(Purchase.model_id == model_id, Purchase.ended_at.is_(None))
    batch = db.session.scalars(living.where(Purchase.id > after).order_by(Purchase.id).limit(AT_A_TIME)).all()
    for purchase in batch:
        dues.recalculate(purchase)
    last = batch[-1].id if len(batch) == AT_A_TIME else None
    db.session.commit()
    if last is not None:
        recalculate_model(model_id, last)
