"""Which addresses the server may be made to call."""

from __future__ import annotations

import ipaddress

import pytest

from webapp.notifications.endpoints import EndpointRefused, Guard, Unresolved, decode_keys, is_special

FCM = "https://fcm.googleapis.com/fcm/send/abc:def"
PUBLIC = "142.250.74.106"


def guard_that_finds(*addresses: str) -> Guard:
    return Guard(resolve=lambda host: list(addresses))


@pytest.mark.parametrize(
    "endpoint",
    [
        FCM,
        "https://FCM.googleapis.com/fcm/send/abc",
        "https://fcm.googleapis.com:443/fcm/send/abc",
        "https://updates.push.services.mozilla.com/wpush/v2/gAAA",
        "https://web.push.apple.com/QGu",
        "https://wns2-by3p.notify.windows.com/w/?token=BQY%2d",
        "https://jmt17.google.com/fcm/send/x",
    ],
)
def test_real_push_services_are_let_through_and_pinned(endpoint: str) -> None:
    target = guard_that_finds(PUBLIC).check(endpoint)
    assert target.address == PUBLIC
    assert (target.port, target.origin) == (443, f"https://{target.host}")


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://fcm.googleapis.com/fcm/send/abc",
        "https://fcm.googleapis.com:8443/x",
        "https://fcm.googleapis.com:80/x",
        "https://user@fcm.googleapis.com/x",
        "https://user:secret@fcm.googleapis.com/x",
        "https://@fcm.googleapis.com/x",
        "https://evilfcm.googleapis.com.example.org/x",
        "https://evil-fcm.googleapis.com/x",
        "https://notify.windows.com.example.org/x",
        "https://xnotify.windows.com/x",
        "https://fcm.googleapis.com@127.0.0.1/x",
        "https://fcm.googleapis.com\\@127.0.0.1/x",
        "https://127.0.0.1/x",
        "https://[::1]/x",
        "https://2130706433/x",
        "https://fcm.googleapis.com./x",
        "https://fcm.googleapis.com/x#y",
        "https://fcm.googleapis.com/a b",
        "https://fcm.googleapis.com/\r\nHost: x",
        "https://fcm.googleapis.com/\x00",
        "https://fcm.googleapis.com:99999/x",
        "https://fcm.googleapis.com:/x:443:bad",
        "https://ｆcm.googleapis.com/x",
        "https://[fcm.googleapis.com/x",
        "https://fcm.googleapis.com",
        "https://fcm.googleapis.com?x",
        "https://fcm/x",
        "https://.fcm.googleapis.com/x",
        "HTTPS://fcm.googleapis.com/x",
        "file:///etc/passwd",
        "gopher://fcm.googleapis.com/",
        "//fcm.googleapis.com/x",
        "fcm.googleapis.com/x",
        "",
        "https://fcm.googleapis.com/" + "a" * 1500,
    ],
)
def test_everything_else_is_refused(endpoint: str) -> None:
    with pytest.raises(EndpointRefused):
        guard_that_finds(PUBLIC).check(endpoint)


@pytest.mark.parametrize(
    "address",
    [
        "10.0.0.1",
        "172.16.3.4",
        "192.168.1.1",
        "127.0.0.1",
        "127.8.8.8",
        "0.0.0.0",
        "169.254.169.254",
        "100.64.0.1",
        "100.127.255.254",
        "192.0.0.8",
        "192.0.2.1",
        "198.18.0.1",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::127.0.0.1",
        "::ffff:127.0.0.1",
        "::ffff:8.8.8.8",
        "64:ff9b::7f00:1",
        "64:ff9b::808:808",
        "64:ff9b:1::7f00:1",
        "2002:7f00:1::",
        "2002:808:808::1",
        "2001:0:808:808::1",
        "fe80::1",
        "fe80::1%1",
        "fc00::1",
        "fd12:3456::1",
        "fec0::1",
        "ff02::1",
        "2001:db8::1",
        "100::1",
    ],
)
def test_special_addresses_are_refused(address: str) -> None:
    assert is_special(ipaddress.ip_address(address))
    with pytest.raises(EndpointRefused, match="special"):
        guard_that_finds(PUBLIC, address).check(FCM)


@pytest.mark.parametrize("address", [PUBLIC, "2a00:1450:400f:80b::200a", "8.8.8.8", "1.1.1.1"])
def test_public_addresses_are_not_special(address: str) -> None:
    assert not is_special(ipaddress.ip_address(address))


def test_a_name_is_resolved_once_and_the_answer_pinned() -> None:
    asked: list[str] = []

    def resolve(host: str) -> list[str]:
        asked.append(host)
        return [PUBLIC] if len(asked) == 1 else ["127.0.0.1"]

    guard = Guard(resolve=resolve)
    assert {guard.check(FCM).address for _ in range(200)} == {PUBLIC}
    assert asked == ["fcm.googleapis.com"]


@pytest.mark.parametrize("failure", [OSError("no answer"), TimeoutError(), UnicodeError("label too long")])
def test_a_silent_resolver_is_no_verdict_on_the_endpoint(failure: Exception) -> None:
    def resolve(host: str) -> list[str]:
        raise failure

    with pytest.raises(Unresolved):
        Guard(resolve=resolve).check(FCM)


def test_a_name_without_an_address_is_unresolved() -> None:
    with pytest.raises(Unresolved):
        guard_that_finds().check(FCM)


def test_test_endpoints_open_exactly_that_loopback_port() -> None:
    guard = Guard(test_endpoints=["http://127.0.0.1:8010"])
    target = guard.check("http://127.0.0.1:8010/push/abc")
    assert (target.address, target.port, target.origin) == ("127.0.0.1", 8010, "http://127.0.0.1:8010")
    for other in ("http://127.0.0.1:8011/x", "http://localhost:8010/x", "http://a@127.0.0.1:8010/x"):
        with pytest.raises(EndpointRefused):
            guard.check(other)


@pytest.mark.parametrize("inside", ["http://10.0.0.1:80", "http://169.254.169.254", "http://example.com:80"])
def test_test_endpoints_never_open_anything_but_loopback(inside: str) -> None:
    with pytest.raises(EndpointRefused):
        Guard(test_endpoints=[inside]).check(f"{inside}/x")


def test_production_ignores_test_endpoints() -> None:
    guard = Guard(test_endpoints=["http://127.0.0.1:8010"], production=True)
    with pytest.raises(EndpointRefused):
        guard.check("http://127.0.0.1:8010/push/abc")


def test_production_configuration_ignores_test_endpoints() -> None:
    from webapp.core.config import load

    environ = {
        "APP_ENV": "production",
        "SECRET_KEY": "x" * 40,
        "VAPID_PRIVATE_KEY": "x",
        "PUBLIC_URL": "https://shop.example",
        "MAIL_URL": "smtp://mail.example",
        "PUSH_TEST_ENDPOINTS": "http://127.0.0.1:8010",
    }
    assert load(environ)["PUSH_TEST_ENDPOINTS"] == []


POINT = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
SECRET = "BTBZMqHH6r4Tts7J_aSIgg"


def test_good_keys_are_taken() -> None:
    decode_keys(POINT, SECRET)
    decode_keys(POINT + "=", SECRET + "==")


@pytest.mark.parametrize(
    ("p256dh", "auth"),
    [
        ("", SECRET),
        (POINT[:-4], SECRET),
        (POINT[:20] + "AAAA" + POINT[24:], SECRET),  # not on the curve
        ("A" * 87, SECRET),
        (POINT, ""),
        (POINT, SECRET + "AAAA"),
        (POINT, "!!!!"),
        (POINT, "ключ"),
    ],
)
def test_bad_keys_are_refused(p256dh: str, auth: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        decode_keys(p256dh, auth)
