"""The geometry of the cover timeline: everything stays inside the picture."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from tests.warranty.facts import FROM_INTAKE, any_facts, dates, day, facts, maker, repair
from webapp.warranty.coverage import explain
from webapp.warranty.explanation import Line
from webapp.warranty.facts import Facts, Rules, Void
from webapp.warranty.timeline import FOOT, LEAST, ROW, TOP, WIDTH, Timeline, draw, text_width

TODAY = day("2026-11-21")


def chart(lines: tuple[Line, ...], today: date = TODAY, label: str = "Parts") -> Timeline:
    found = draw([(line, label, "ok") for line in lines], today)
    assert found is not None
    return found


def test_nothing_draws_nothing() -> None:
    assert draw([], TODAY) is None


def test_bars_lie_on_the_scale_of_all_lines() -> None:
    drawn = chart(explain(facts(maker(24), maker(12))))
    assert [(bar.x, bar.width) for bar in drawn.bars] == [(0, WIDTH), (0, 164)]
    assert [bar.y for bar in drawn.bars] == [TOP, TOP + ROW]
    assert (drawn.height, drawn.floor) == (TOP + 2 * ROW + FOOT, TOP + 2 * ROW)


def test_years_are_marked_and_the_first_one_named() -> None:
    assert [tick.label for tick in chart(explain(facts(maker(24)))).ticks] == ["2025", "2026", "2027"]
    long = chart(explain(facts(maker(240)))).ticks
    assert len(long) <= 6
    late = chart(explain(facts(maker(24), bought=day("2025-12-20")))).ticks
    assert [(tick.label, tick.anchor) for tick in late] == [("2026", "start"), ("2027", "middle")]
    near_end = chart(explain(facts(maker(12), bought=day("2025-01-05")))).ticks
    assert near_end[-1].anchor == "end"


def test_today_is_marked_only_inside_the_picture() -> None:
    lines = explain(facts(maker(24)))
    assert chart(lines).today_x is not None
    assert chart(lines, day("2027-03-15")).today_x is None
    assert chart(lines, day("2025-03-13")).today_x is None


def test_added_days_and_void_have_their_own_part() -> None:
    stay = repair("2026-01-01", "2026-01-03")
    void = Void(day("2026-06-01"), "opened")
    bar = chart(explain(facts(maker(24), events=(stay, void), rules=Rules(repair_time=FROM_INTAKE)))).bars[0]
    assert bar.added_x == bar.end - LEAST
    assert bar.void_x is not None
    assert 0 < bar.void_x < bar.end


def test_marks_above_and_below_letters_take_no_room() -> None:
    assert text_width("ปั๊ม") == text_width("ปม")


@given(any_facts, dates, st.text(max_size=60))
def test_bars_and_short_labels_stay_inside(some: Facts, today: date, label: str) -> None:
    lines = explain(some)
    for bar in chart(lines, today, label).bars if lines else ():
        assert bar.x >= 0
        assert bar.end <= WIDTH + 0.2
        assert bar.width >= LEAST
        assert bar.label_x >= 0
        if text_width(label) < WIDTH - 20:
            assert bar.label_x + text_width(label) <= WIDTH
