"""CSV imports: looked through with every bad line listed, then applied; 100,000 serials under a minute."""

import time
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from tests.world import World
from webapp.core.db import db
from webapp.products.models import ImportRun, Model, Serial

Acts = Callable[[], list[tuple[str, str]]]
HTMX = {"HX-Request": "true"}
MIXED = (
    "model,serial,batch\n"
    "RO-9,7KX2-0500-01,A\n"
    "NOPE,7KX2-0500-02,A\n"
    "RO-9,??,A\n"
    "RO-9,7KX2-0500-01,A\n"
    "RO-9,7KX2-0500-03,A\n"
    "RO-9,=1+1,A\n"
)


def send(browser: FlaskClient, text: str | bytes, kind: str = "serials") -> str:
    """Look a file through; return the address of its run."""
    data = text.encode() if isinstance(text, str) else text
    name = f'--cut\r\nContent-Disposition: form-data; name="kind"\r\n\r\n{kind}\r\n'
    file = '--cut\r\nContent-Disposition: form-data; name="file"; filename="units.csv"\r\n\r\n'
    body = (name + file).encode() + data + b"\r\n--cut--\r\n"  # by hand: the client's way leaves a file open
    answer = browser.post("/staff/imports", data=body, content_type="multipart/form-data; boundary=cut")
    assert answer.status_code == 303, answer.text
    return str(answer.location)


def serials() -> int:
    return db.session.scalar(select(func.count()).select_from(Serial)) or 0


def test_a_dry_run_lists_every_bad_line_and_writes_nothing(editing: FlaskClient, world: World) -> None:
    assert world.purifier.sku == "RO-9"
    path = send(editing, MIXED)
    text = editing.get(path).text
    assert "2 lines can be imported" in text
    assert "No model has the SKU or GTIN NOPE." in text
    assert "The same as line 2." in text
    assert serials() == 0
    run = db.session.scalars(db.select(ImportRun)).one()
    assert [problem["line"] for problem in run.problems] == [3, 4, 5, 7]


def test_the_bad_lines_can_be_kept_and_run_no_formula(editing: FlaskClient, world: World) -> None:
    assert world.purifier.sku == "RO-9"
    answer = editing.get(f"{send(editing, MIXED)}/problems.csv")
    assert answer.mimetype == "text/csv"
    assert "attachment" in answer.headers["Content-Disposition"]
    lines = answer.text.splitlines()
    assert len(lines) == 5
    cells = [cell for line in lines for cell in line.replace('"', "").split(",")]
    assert not any(cell.startswith(("=", "+", "@")) for cell in cells)


def test_applying_writes_the_good_lines_once(editing: FlaskClient, world: World, acts: Acts) -> None:
    assert world.purifier.sku == "RO-9"
    path = send(editing, MIXED)
    first = editing.post(f"{path}/application")
    assert first.status_code == 303
    assert "2 lines were imported." in editing.get(first.location).text
    again = editing.post(f"{path}/application")
    assert "Already in the catalogue." in editing.get(again.location).text
    assert serials() == 2
    assert [act for act, _subject in acts()] == ["import.apply", "import.apply"]


def test_models_are_imported(editing: FlaskClient, world: World) -> None:
    slug = world.category.slug
    header = "sku,gtin,category,name_en,name_vi,on_sale_from"
    good = f"RO-20,8930000000040,{slug},RO-20,RO-20 Mới,2025-01-01"
    bad = f"RO-21,8930000000041,{slug},RO-21,,2025-01-01"
    path = send(editing, f"{header}\n{good}\n{bad}\n", "models")
    assert "1 line can be imported" in editing.get(path).text
    editing.post(f"{path}/application")
    model = db.session.scalars(db.select(Model)).one()
    assert (model.sku, model.names["vi"]) == ("RO-20", "RO-20 Mới")


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ("a,b\n1,2\n", "missing: model, serial"),
        (b"model,serial\nRO-9,\xff\xfe\n", "saved as UTF-8"),
        ("", "missing: model, serial"),
    ],
)
def test_a_file_that_cannot_be_read_says_so(
    editing: FlaskClient, world: World, data: str | bytes, sentence: str
) -> None:
    assert world.purifier.sku == "RO-9"
    path = send(editing, data)
    text = editing.get(path).text
    assert sentence in text
    assert "Not readable" in text
    assert editing.post(f"{path}/application").status_code == 409


def test_without_a_file_nothing_starts(editing: FlaskClient) -> None:
    answer = editing.post("/staff/imports", data={"kind": "serials"})
    assert answer.status_code == 422
    assert "Choose a CSV file." in answer.text
    assert db.session.scalars(db.select(ImportRun)).all() == []


def test_the_progress_fetches_itself_only_while_it_runs(editing: FlaskClient, world: World) -> None:
    assert world.purifier.sku == "RO-9"
    path = send(editing, MIXED)
    assert "every 1s" not in editing.get(path, headers=HTMX).text
    run = db.session.scalars(db.select(ImportRun)).one()
    run.state, run.finished_at = "running", None
    db.session.commit()
    part = editing.get(path, headers=HTMX).text
    assert "every 1s" in part
    assert "<html" not in part


def test_agents_import_nothing(desk: FlaskClient) -> None:
    assert desk.get("/staff/imports").status_code == 404
    assert desk.post("/staff/imports", data={"kind": "serials"}).status_code == 404


def test_a_hundred_thousand_serials_take_less_than_a_minute(editing: FlaskClient, world: World) -> None:
    assert world.purifier.sku == "RO-9"
    numbers = (f"RO-9,{n // 10_000:04X}-{n % 10_000:04}-77,B1" for n in range(100_000))
    path = send(editing, "model,serial,batch\n" + "\n".join(numbers) + "\n")
    started = time.process_time()
    answer = editing.post(f"{path}/application")
    took = time.process_time() - started
    assert "100,000 lines were imported." in editing.get(answer.location).text
    assert serials() == 100_000
    assert took < 60, f"{took:.1f} s of this process: the clock on the wall would judge the machine"
