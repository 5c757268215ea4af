"""Links printed on labels: through sign-up and back, and the same whoever has the unit."""

from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient

from tests.world import World


@pytest.fixture
def path(world: World) -> str:
    return f"/01/{world.purifier.gtin}/21/{world.serial.number}"


def test_a_visitor_is_led_through_sign_up_and_back(client: FlaskClient, path: str) -> None:
    page = client.get(path)
    assert page.status_code == 200
    assert "RO-9 Slim" in page.text
    link = page.text.split('href="/sign-up?')[1].split('"')[0]
    assert parse_qs(link)["next"] == [path]


@pytest.mark.parametrize("form", ["dl", "batch", "token", "short gtin"])
def test_a_person_lands_on_the_filled_form(browser: FlaskClient, world: World, form: str) -> None:
    number, gtin = world.serial.number, world.purifier.gtin
    url = {
        "dl": f"/01/{gtin}/21/{number}",
        "batch": f"/01/{gtin}/10/LOT-7/21/{number}",
        "token": f"/r/{world.serial.token}",
        "short gtin": f"/01/{gtin[1:]}/21/{number.lower()}",
    }[form]
    answer = browser.get(url)
    assert answer.status_code == 303
    query = parse_qs(urlsplit(answer.location).query)
    assert query == {"model": [world.purifier.ref], "serial": [number], "via": ["label"]}
    assert "Recognised from the label" in browser.get(answer.location).text


def test_my_own_unit_opens_my_product(browser: FlaskClient, world: World) -> None:
    answer = browser.get(f"/01/{world.purifier.gtin}/21/{world.purchase.serial_number}")
    assert answer.location == f"/products/{world.purchase.ref}"


def test_another_persons_unit_looks_like_any_other(
    other: FlaskClient, client: FlaskClient, world: World
) -> None:
    taken = f"/01/{world.purifier.gtin}/21/{world.purchase.serial_number}"
    free = f"/01/{world.purifier.gtin}/21/{world.serial.number}"
    assert other.get(taken).location.replace(world.purchase.serial_number, "") == other.get(
        free
    ).location.replace(world.serial.number, "")
    assert client.get(taken).text.replace(taken, "").count("RO-9") == client.get(free).text.count("RO-9")


def test_a_link_without_a_serial_names_the_model(browser: FlaskClient, world: World) -> None:
    answer = browser.get(f"/01/{world.purifier.gtin}")
    assert parse_qs(urlsplit(answer.location).query)["model"] == [world.purifier.ref]


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/01/08930000000018/21/A-1", "its last digit does not match"),
        ("/01/nonsense/21/A-1", "not in our records"),
        ("/r/nothing-issued-0", "not in our records"),
        ("/01/04006381333931", "not in our catalogue"),
    ],
)
def test_links_that_lead_nowhere_say_so(client: FlaskClient, path: str, words: str) -> None:
    page = client.get(path)
    assert page.status_code == 404
    assert words in page.text
