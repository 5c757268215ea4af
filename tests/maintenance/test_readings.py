"""Meter readings: noted in order, moving dues, surviving a changed counter."""

from datetime import date

import pytest

from webapp.maintenance.models import MeterReading
from webapp.maintenance.readings import (
    HigherThanLater,
    LowerThanBefore,
    NoMeter,
    ReadOutsideOwnership,
    read_meter,
    total_use,
)
from webapp.maintenance.views import care_plan_of


def test_two_readings_bring_the_filter_forward(purchase, owner, at):
    read_meter(purchase, owner, 0, date(2025, 3, 14))
    read_meter(purchase, owner, 3400, date(2025, 8, 31))
    soon = care_plan_of(purchase)[0]
    assert soon.due_from <= soon.due_on < date(2025, 9, 14)
    assert soon.usage_due == 3600
    assert soon.due_on == date(2025, 9, 10)


def test_a_lower_reading_needs_a_reset(purchase, owner):
    read_meter(purchase, owner, 900)
    with pytest.raises(LowerThanBefore):
        read_meter(purchase, owner, 100)
    read_meter(purchase, owner, 100, reset=True)
    assert total_use(purchase, date(2025, 9, 1)) == 1000


def test_a_forgotten_reading_fits_between_its_neighbours(purchase, owner):
    read_meter(purchase, owner, 900, date(2025, 8, 1))
    with pytest.raises(HigherThanLater):
        read_meter(purchase, owner, 901, date(2025, 7, 1))
    read_meter(purchase, owner, 500, date(2025, 7, 1))
    assert [row.value for row in MeterReading.of_unit(purchase.id)] == [500, 900]


@pytest.mark.parametrize("on", [date(2025, 9, 2), date(2025, 3, 13)])
def test_a_day_outside_ownership_is_refused(purchase, owner, on):
    with pytest.raises(ReadOutsideOwnership):
        read_meter(purchase, owner, 1, on)


def test_a_model_without_a_meter_takes_no_reading(purchase, owner):
    purchase.model.usage_unit = None
    with pytest.raises(NoMeter):
        read_meter(purchase, owner, 1)


def test_a_reading_given_with_the_service_starts_the_next_interval(due, owner):
    record = due.do(owner, reading=3000)
    assert record.usage == 3000
    assert care_plan_of(due.purchase)[0].usage_due == 6600
