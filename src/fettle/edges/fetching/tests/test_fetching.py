"""The bar T25: nobody outside makes this house look into its own network, wait or fill up; by servers on loopback."""

from __future__ import annotations

import ipaddress
import time
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fettle.edges.fetching import reach as reaching
from fettle.edges.fetching.client import Limits, NotFetched, fetch, place_of
from fettle.edges.fetching.reach import PUBLIC, Reach, is_public
from fettle.edges.fetching.tests.servers import PNG, Web

SHORT = Limits(seconds=0.8, most_bytes=200_000, redirects=3)


@pytest.fixture
def web() -> Iterator[Web]:
    with Web() as server:
        yield server


def got(address: str, reach: Reach = PUBLIC) -> bytes:
    return fetch(address, accept="image/png", limits=SHORT, reach=reach)


def why_not(address: str, reach: Reach = PUBLIC) -> str:
    with pytest.raises(NotFetched) as refused:
        got(address, reach)
    return refused.value.reason


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111", "141.2.1.1"])
def test_what_is_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "127.255.255.254", "0.0.0.0", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1"),
        *("169.254.169.254", "100.64.0.1", "100.127.255.255", "192.0.0.8", "198.18.0.1", "192.0.2.1", "224.0.0.1"),
        *("239.1.1.1", "240.0.0.1", "255.255.255.255", "192.88.99.1"),
        *(
            "::1",
            "::",
            "::127.0.0.1",
            "::ffff:127.0.0.1",
            "::ffff:8.8.8.8",
            "::ffff:a9fe:a9fe",
            "fe80::1",
            "fe80::1%lo",
        ),
        *("fc00::1", "fd00:ec2::254", "fec0::1", "ff02::1", "64:ff9b::7f00:1", "64:ff9b:1::1", "2002:7f00:1::1"),
        *("2001:0:7f00:1::1", "2001:db8::1", "100::1"),
        *("localhost", "2130706433", "0x7f.1", "0177.0.0.1", "127.1", ""),
    ],
)
def test_what_is_not(address: str) -> None:
    assert not is_public(address)


@given(st.ip_addresses())
def test_no_address_that_the_registries_keep_apart_is_public(
    address: ipaddress.IPv4Address | ipaddress.IPv6Address,
) -> None:
    if is_public(str(address)):
        assert address.is_global and not address.is_private and not address.is_multicast and not address.is_link_local
        assert getattr(address, "ipv4_mapped", None) is None and getattr(address, "sixtofour", None) is None


@pytest.mark.parametrize(
    "address",
    [
        *("ftp://e.example/a.png", "file:///etc/passwd", "data:image/png;base64,AA", "//e.example/a", "e.example", ""),
        *("http://me:secret@e.example/", "http://e.example:22/", "http://e.example:8080/", "http://e.example:99999/"),
        *("http:///a.png", "http://[::1/", "http://[fe80::1%25eth0]/", "https://e.example:0/", "http://" + "a" * 3000),
        *("http://e.example\r\nX: y/", "http://e.example /", "http://e.ex@mple/", "http://e'e/", "http://e.example:0/"),
        *("javascript:alert(1)", "gopher://e.example:80/", "http://.../", "http://\u2024\u2024/"),
    ],
)
def test_what_is_no_plain_address_is_not_opened(address: str) -> None:
    assert why_not(address) == "address"


@pytest.mark.parametrize(
    "host",
    [
        *("127.0.0.1", "localhost", "2130706433", "0x7f000001", "0177.0.0.1", "127.1", "[::1]", "[::ffff:127.0.0.1]"),
        *("169.254.169.254", "10.0.0.1", "192.168.0.1", "[fd00::1]", "0.0.0.0", "0"),
    ],
)
def test_the_own_network_is_not_opened(host: str) -> None:
    assert why_not(f"http://{host}/a.png") in ("not_public", "unreachable")


def test_nothing_is_connected_to_that_was_not_checked(web: Web) -> None:
    """The trap: a server on loopback, its port allowed; whatever the name says, nobody comes."""
    ports = frozenset({web.port})
    for host in ("127.0.0.1", "localhost", "2130706433"):
        assert why_not(web.url("/a.png", host), Reach(ports=ports)) == "not_public"
    assert web.asked == []


def test_a_name_that_changes_between_two_looks_changes_nothing(web: Web) -> None:
    """Rebinding: the first answer is public, every later one is loopback. It is looked up once."""
    answers = iter([["203.0.113.9"], ["127.0.0.1"], ["127.0.0.1"]])
    looked: list[str] = []

    def resolve(host: str, port: int) -> list[str]:
        looked.append(host)
        return next(answers)

    def allowed(address: str) -> bool:
        return address == "203.0.113.9" or is_public(address)

    why = why_not(web.url("/a.png"), Reach(allowed, frozenset({web.port}), resolve))
    assert why in ("unreachable", "time") and looked == ["pictures.example"] and web.asked == []


def test_a_name_with_one_private_address_among_public_ones_is_let_be(web: Web) -> None:
    reach = Reach(ports=frozenset({web.port}), resolve=lambda host, port: ["8.8.8.8", "127.0.0.1"])
    assert why_not(web.url("/a.png"), reach) == "not_public" and web.asked == []


def test_what_was_connected_to_is_checked_as_well(web: Web) -> None:
    """An address that turns out to be another one: only what the connection says counts."""
    seen: list[str] = []

    def allowed(address: str) -> bool:
        seen.append(address)
        return len(seen) == 1

    reach = Reach(allowed, frozenset({web.port}), lambda host, port: ["127.0.0.1"])
    assert why_not(web.url("/a.png"), reach) == "not_public" and seen == ["127.0.0.1"] * 2 and web.asked == []


def test_a_picture_is_asked_for_without_telling_who_asks(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    assert got(web.url("/a.png?w=1&k=ä b"), web.reach) == PNG
    assert got(web.url("/a.png"), web.reach) == PNG
    first, second = (asked.decode() for asked in web.asked)
    assert first.startswith("GET /a.png?w=1&k=%C3%A4%20b HTTP/1.1\r\n") and "Accept: image/png\r\n" in first
    for asked in (first, second):
        names = {line.partition(":")[0].lower() for line in asked.split("\r\n")[1:] if line}
        assert names == {"host", "user-agent", "accept", "accept-encoding", "connection"}
        assert "python" not in asked.lower() and "fettle" not in asked.lower()


def test_redirects_are_followed_three_times(web: Web) -> None:
    web.moved = {"/1": "/2", "/2": web.url("/3"), "/3": "a.png", "/0": "/1", "/round": "/round"}
    assert got(web.url("/1"), web.reach) == PNG
    assert why_not(web.url("/0"), web.reach) == "redirects"
    assert why_not(web.url("/round"), web.reach) == "redirects"


@pytest.mark.parametrize(
    ("to", "why"),
    [
        ("http://10.0.0.1/a.png", "not_public"),
        ("http://[::1]/a.png", "not_public"),
        ("http://169.254.169.254/latest/meta-data/", "not_public"),
        ("file:///etc/passwd", "address"),
        ("http://pictures.example:25/", "address"),
        ("//user@elsewhere.example/", "address"),
    ],
)
def test_each_redirect_is_checked_anew(web: Web, to: str, why: str) -> None:
    web.moved = {"/1": to}
    reach = Reach(
        web.reach.allowed,
        web.reach.ports,
        lambda host, port: ["127.0.0.1"] if host == "pictures.example" else reaching.addresses_of(host, port),
    )
    assert why_not(web.url("/1"), reach) == why and web.paths() == ["/1"]


@pytest.mark.parametrize("path", ["/drip", "/drip-headers", "/silent"])
def test_whoever_drips_or_says_nothing_is_cut_off_in_time(web: Web, path: str) -> None:
    begun = time.monotonic()
    assert why_not(web.url(path), web.reach) == "time"
    assert time.monotonic() - begun < 3 * SHORT.seconds


def test_redirects_get_no_time_of_their_own(web: Web) -> None:
    web.moved = {"/1": "/drip"}
    begun = time.monotonic()
    assert why_not(web.url("/1"), web.reach) == "time"
    assert time.monotonic() - begun < 3 * SHORT.seconds


def test_a_slow_name_is_not_waited_for() -> None:
    def resolve(host: str, port: int) -> list[str]:
        time.sleep(3)
        return ["8.8.8.8"]

    begun = time.monotonic()
    assert why_not("http://slow.example/", Reach(resolve=resolve)) == "time"
    assert time.monotonic() - begun < 2


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("/huge", "size"),
        ("/says-huge", "size"),
        ("/cut", "unreachable"),
        ("/zip", "answer"),
        ("/no-http", "unreachable"),
        ("/gone", "answer"),
    ],
)
def test_what_is_too_much_or_broken_is_let_be(web: Web, path: str, why: str) -> None:
    assert why_not(web.url(path), web.reach) == why


def test_where_nobody_listens_or_no_name_is_known(web: Web) -> None:
    def unknown(host: str, port: int) -> list[str]:
        raise OSError("no such name")

    assert why_not("http://nowhere.example/", Reach(resolve=unknown)) == "unreachable"
    assert why_not("http://nowhere.example/", Reach(resolve=lambda host, port: [])) == "unreachable"
    port = web.port
    web.__exit__()
    try:
        reach = Reach(lambda address: True, frozenset({port}), lambda host, port: ["127.0.0.1"])
        assert why_not(f"http://closed.example:{port}/", reach) in ("unreachable", "time")
    finally:
        web.__enter__()


def test_tls_is_checked_against_the_name(web: Web) -> None:
    assert why_not(f"https://pictures.example:{web.port}/a.png", web.reach) in ("unreachable", "time")


def test_names_and_paths_with_letters_of_their_own() -> None:
    place = place_of("https://müller.example./Bild größer.png?a=b c")
    assert (place.secure, place.host, place.port) == (True, "xn--mller-kva.example", 443)
    assert place.target == "/Bild%20gr%C3%B6%C3%9Fer.png?a=b%20c"
