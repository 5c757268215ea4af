"""CSV imports: every bad line named, nothing written by a dry run, an interrupted one goes on."""

import io
import time
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from werkzeug.datastructures import FileStorage

from tests.world import World
from webapp.accounts.models import User
from webapp.core import clock
from webapp.core.db import db
from webapp.products import imports
from webapp.products.models import ImportRun, Model, Serial

SERIALS = """model,serial,batch
RO-9,7KX2-1000-01,A
08930000000019,7kx2 – 1000 – 02,A
RO-9,WRONG,A
NOPE,7KX2-1000-03,A
RO-9,7KX2-1000-01,A
RO-9,7KX2-0194-56,A
RO-9
"""


def run(kind: str, text: str | bytes, by: User, *, dry_run: bool) -> ImportRun:
    data = text if isinstance(text, bytes) else text.encode()
    made = imports.start(kind, FileStorage(io.BytesIO(data), "list.csv"), by, dry_run=dry_run)
    db.session.commit()
    db.session.refresh(made)
    return made


def issued() -> int:
    return db.session.scalar(select(func.count()).select_from(Serial)) or 0


@pytest.mark.parametrize("dry_run", [True, False])
def test_every_bad_line_is_listed_with_its_reason(editor: User, world: World, dry_run: bool) -> None:
    world.serial  # noqa: B018 -- 7KX2-0194-56 is issued already
    made = run("serials", SERIALS, editor, dry_run=dry_run)
    assert (made.state, made.total, made.done, made.bad) == ("finished", 7, 2, 5)
    assert [problem["line"] for problem in made.problems] == [4, 5, 6, 7, 8]
    assert "No model" in made.problems[1]["reason"]
    assert "same as line 2" in made.problems[2]["reason"]
    assert "Already" in made.problems[3]["reason"]
    assert issued() == (1 if dry_run else 3)


def test_a_dry_run_can_be_repeated_for_real(editor: User, world: World) -> None:
    world.purifier  # noqa: B018
    rehearsal = run("serials", SERIALS, editor, dry_run=True)
    real = imports.repeat(rehearsal, editor)
    db.session.commit()
    db.session.refresh(real)
    assert real.state == "finished"
    assert Serial.issued("7KX2-1000-02")[0].token


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"model;serial\n", None),
        (b"serial\n1\n", "missing: model"),
        (b"", "missing: model, serial"),
        ("model,serial\nRO-9,\u00e9".encode("latin-1"), "UTF-8"),
        (b'model,serial\nRO-9,"' + b"x" * 140_000, "Line"),
    ],
)
def test_files_that_are_no_list_fail_with_a_sentence(editor: User, data: bytes, words: str | None) -> None:
    made = run("serials", data, editor, dry_run=False)
    assert made.state == ("finished" if words is None else "failed")
    assert words is None or words in made.problems[0]["reason"]


def test_models_are_read_with_their_names(editor: User, world: World) -> None:
    world.washer  # noqa: B018
    lines = [
        "sku;gtin;category;name_en;name_vi;on_sale_from;on_sale_until;usage_unit;serial_pattern",
        "K-1;8930000000033;water-purifiers;Kettle;Ấm đun;2026-01-01;;;",
        "K-2;8930000000034;water-purifiers;Kettle;;2026-01-01;;;",
        "K-3;893;water-purifiers;Kettle;;2026-01-01;;;",
        "K-4;8930000000040;no-such;Kettle;;2026-01-01;;;",
        "K-5;8930000000040;water-purifiers;Kettle;;1 May;;;",
        "K-6;8930000000040;water-purifiers;Kettle;;2026-01-01;2025-01-01;;",
        "K-7;8930000000040;water-purifiers;Kettle;;2026-01-01;;miles;",
        "K-8;8930000000040;water-purifiers;Kettle;;2026-01-01;;;[",
        "K-9;8930000000026;water-purifiers;Kettle;;2026-01-01;;;",
        ";8930000000040;water-purifiers;;;2026-01-01;;;",
    ]
    made = run("models", "\n".join(lines), editor, dry_run=False)
    assert (made.done, made.bad) == (1, 9)
    assert [problem["line"] for problem in made.problems] == list(range(3, 12))
    assert db.session.scalars(select(Model).filter_by(sku="K-1")).one().names == {
        "en": "Kettle",
        "vi": "Ấm đun",
    }


def test_a_killed_run_goes_on_where_it_stopped(
    editor: User, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.purifier  # noqa: B018
    monkeypatch.setattr(imports, "BATCH", 2)
    text = "model,serial\n" + "".join(f"RO-9,7KX2-{n:04d}-01\n" for n in range(7))
    settle, calls = imports._settle, []

    def die_in_the_third(*args: object) -> None:
        calls.append(1)
        if len(calls) == 3:
            raise KeyboardInterrupt
        settle(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(imports, "_settle", die_in_the_third)
    run("serials", text, editor, dry_run=False)
    db.session.rollback()
    made = db.session.scalars(select(ImportRun)).one()
    assert (made.state, made.done) == ("running", 4)
    made.beat_at = clock.real_now() - timedelta(minutes=5)
    db.session.commit()
    imports.run_waiting_imports()
    db.session.refresh(made)
    assert (made.state, made.done, made.bad, issued()) == ("finished", 7, 0, 7)


def test_a_run_that_another_worker_has_is_left_alone(editor: User, world: World) -> None:
    world.purifier  # noqa: B018
    made = run("serials", SERIALS, editor, dry_run=True)
    made.state, made.beat_at = "running", clock.real_now()
    db.session.commit()
    assert ImportRun.claim(made.id) is None


def test_a_hundred_thousand_serials_take_less_than_a_minute(editor: User, world: World) -> None:
    world.purifier  # noqa: B018
    text = "model,serial\n" + "".join(
        f"RO-9,7K{n // 1000:02d}-{n % 1000:04d}-{n % 89 + 10}\n" for n in range(100_000)
    )
    began = time.monotonic()
    made = run("serials", text, editor, dry_run=False)
    assert (made.state, made.done, made.bad, issued()) == ("finished", 100_000, 0, 100_000)
    assert time.monotonic() - began < 60


MODELS = "sku,gtin,category,name_en,on_sale_from,serial_pattern\n"


def test_one_product_number_for_two_models_is_a_bad_line(editor: User, world: World) -> None:
    world.category  # noqa: B018
    line = "{},08930000000019,water-purifiers,A purifier,2024-01-01,\n"
    made = run("models", MODELS + line.format("A-1") + line.format("A-2"), editor, dry_run=False)
    assert (made.state, made.done, made.bad) == ("finished", 1, 1)
    assert made.problems[0]["line"] == 3


@pytest.mark.parametrize("pattern", ["(A+)+", "[", "A" * 201])
def test_an_imported_pattern_is_judged_like_a_typed_one(editor: User, world: World, pattern: str) -> None:
    world.category  # noqa: B018
    line = f"A-1,08930000000019,water-purifiers,A purifier,2024-01-01,{pattern}\n"
    made = run("models", MODELS + line, editor, dry_run=False)
    assert (made.done, made.bad) == (0, 1)


def test_a_run_that_fails_lets_the_next_one_run(
    editor: User, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.purifier  # noqa: B018
    waiting = [
        ImportRun(kind="serials", source=SERIALS.encode(), started_by=editor.id, dry_run=False)
        for _run in range(2)
    ]
    db.session.add_all(waiting)
    db.session.commit()
    first, second = (one.id for one in waiting)
    real = imports.run_import.act

    def fail_first(run_id: int) -> None:
        if run_id == first:
            raise RuntimeError("the disk is full")
        real(run_id)

    monkeypatch.setattr(imports.run_import, "act", fail_first)
    imports.run_waiting_imports.run()
    assert db.session.get_one(ImportRun, second).state == "finished"
