"""Requests to addresses that others have set: where they may go, and what an answer may cost."""

import socket
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from chalicelib.outbound.errors import NotAllowed, OutboundError, TooLong, Unreachable
from chalicelib.outbound.exchange import Outbound
from tests.outbound.peer import NAME, Peer, Say, listening, ok, saying, trust

PUBLIC = "93.184.215.14"
URL = f"https://{NAME}/keys?set=1"


@contextmanager
def _given(say: Say, *addresses: str) -> Iterator[tuple[Outbound, Peer, list[tuple[str, int]]]]:
    """A public name whose connections end at a peer on this machine; they are noted."""
    connected: list[tuple[str, int]] = []
    with listening(say) as peer:

        def connect(place: tuple[str, int], seconds: float) -> socket.socket:
            connected.append(place)
            return socket.create_connection(("127.0.0.1", peer.port), seconds)

        found = list(addresses or (PUBLIC,))
        outbound = Outbound(look_up=lambda *_: found, connect=connect, trust=trust)
        yield outbound, peer, connected


def _get(outbound: Outbound, url: str = URL, seconds: float = 5, most: int = 1000) -> bytes:
    return outbound.get(url, seconds=seconds, most_bytes=most).body


def test_an_answer_is_its_status_headers_and_body() -> None:
    with _given(ok(b"{}", "X-Kind: a")) as (outbound, peer, _):
        answer = outbound.get(URL, seconds=5, most_bytes=2)
    assert (answer.status, answer.headers["x-kind"], answer.body) == (200, "a", b"{}")
    asked = peer.asked[0].decode()
    assert asked.startswith("GET /keys?set=1 HTTP/1.1\r\n")
    assert f"Host: {NAME}\r\n" in asked


def test_a_body_is_sent_with_its_length() -> None:
    with _given(ok(b"")) as (outbound, peer, _):
        outbound.request("POST", URL, seconds=5, most_bytes=9, headers={"X-A": "b"}, body=b"told")
    head, _, body = peer.asked[0].partition(b"\r\n\r\n")
    assert (b"Content-Length: 4" in head, b"X-A: b" in head) == (True, True)
    assert body in (b"", b"told")  # the peer may have read no further than the head


def test_a_header_cannot_begin_another_one() -> None:
    with _given(ok(b"")) as (outbound, peer, _), pytest.raises(ValueError):
        outbound.request("POST", URL, seconds=5, most_bytes=9, headers={"X-A": "b\r\nX-B: c"})
    assert peer.asked == []


def test_the_connection_goes_to_the_address_that_was_checked_and_to_no_later_one() -> None:
    """Rebinding: the name has a public address when it is checked, and a private one after."""
    answers = [[PUBLIC], ["169.254.169.254"]]
    connected: list[tuple[str, int]] = []

    def connect(place: tuple[str, int], _: float) -> socket.socket:
        connected.append(place)
        raise ConnectionRefusedError

    outbound = Outbound(look_up=lambda *_: answers.pop(0), connect=connect)
    with pytest.raises(Unreachable):
        _get(outbound)
    assert connected == [(PUBLIC, 443)]


@pytest.mark.parametrize(
    "address",
    [
        *("0.0.0.0", "10.0.0.1", "100.64.0.1", "127.0.0.1", "127.9.9.9", "169.254.169.254"),
        *("172.16.0.1", "172.31.255.255", "192.0.0.1", "192.0.2.1", "192.88.99.1", "192.168.1.1"),
        *("198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1", "240.0.0.1"),
        *("255.255.255.255", "::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fd00:ec2::254"),
        *("ff02::1", "::ffff:10.0.0.1", "::ffff:93.184.215.14", "::10.0.0.1", "64:ff9b::a00:1"),
        *("64:ff9b:1::a00:1", "2001::1", "2001:db8::1", "2002:a00:1::", "3fff::1", "100::1"),
        "no address",
    ],
)
def test_a_name_that_leads_to_no_public_address_is_not_connected_to(address: str) -> None:
    with _given(ok(b""), address) as (outbound, _, connected):
        with pytest.raises(NotAllowed, match="place"):
            _get(outbound)
        with pytest.raises(NotAllowed, match="place"):
            outbound.check(URL, seconds=5)
    assert connected == []


@pytest.mark.parametrize("address", ["8.8.8.8", "172.32.0.1", "100.128.0.1", "2606:4700::1111"])
def test_a_public_address_is_allowed(address: str) -> None:
    with _given(ok(b"{}"), address) as (outbound, _, connected):
        assert _get(outbound) == b"{}"
    assert connected == [(address, 443)]


def test_one_private_address_among_public_ones_is_enough_to_refuse() -> None:
    with (
        _given(ok(b""), PUBLIC, "10.0.0.1") as (outbound, _, connected),
        pytest.raises(NotAllowed),
    ):
        _get(outbound)
    assert connected == []


@pytest.mark.parametrize(
    "url",
    [
        "http://provider.example/keys",
        "https://provider.example:8443/keys",
        "https://provider.example:0443/keys",
        "https://user@provider.example/keys",
        "https://provider.example\\@other.example/keys",
        "https://provider.example/keys\r\nX-A: b",
        "https://provider.example/keys#part",
        "https://[::1]/keys",
        "https://-provider.example/",
        f"https://{'a' * 254}/",
        "HTTPS://provider.example/",
        "ftp://provider.example/",
        "file:///etc/passwd",
        "http://127.0.0.1:80/keys",
        "http://localhost:80/keys",
        "",
    ],
)
def test_an_address_of_another_form_is_refused_before_its_name_is_looked_up(url: str) -> None:
    looked_up: list[str] = []
    outbound = Outbound(look_up=lambda host, _: looked_up.append(host) or [PUBLIC])
    for ask in (lambda: _get(outbound, url), lambda: outbound.check(url, seconds=5)):
        with pytest.raises(NotAllowed, match="form"):
            ask()
    assert looked_up == []


@pytest.mark.parametrize("host", ["2130706433", "0x7f.1", "0177.0.0.1", "127.1", "localhost"])
def test_loopback_in_another_spelling_is_found_by_where_it_leads(host: str) -> None:
    """The system reads ``2130706433`` as 127.0.0.1."""
    with pytest.raises((NotAllowed, Unreachable)):
        _get(Outbound(), f"https://{host}/keys", seconds=1)


def test_the_local_stage_alone_may_ask_this_machine() -> None:
    with listening(ok(b"{}"), tls=False) as peer:
        url = f"http://127.0.0.1:{peer.port}/keys"
        assert _get(Outbound(loopback=True), url) == b"{}"
        with pytest.raises(NotAllowed):
            _get(Outbound(), url)
    for url in ("http://127.0.0.1:0/", "http://127.0.0.1:99999/", "http://127.0.0.2:80/"):
        with pytest.raises(NotAllowed):
            _get(Outbound(loopback=True), url)


def test_a_certificate_for_another_name_is_refused() -> None:
    with _given(ok(b"{}")) as (outbound, peer, _), pytest.raises(Unreachable, match="SSL"):
        _get(outbound, "https://other.example/keys")
    assert peer.asked == []


def test_a_certificate_that_nobody_vouches_for_is_refused() -> None:
    with _given(ok(b"{}")) as (given, _, connected):
        outbound = Outbound(
            look_up=given._look_up, connect=given._connect, trust=ssl.create_default_context
        )
        with pytest.raises(Unreachable, match="SSL"):
            _get(outbound)
    assert connected == [(PUBLIC, 443)]


def test_a_redirect_is_not_followed() -> None:
    moved = b"HTTP/1.1 302 Found\r\nLocation: http://169.254.169.254/\r\nContent-Length: 0\r\n\r\n"
    with _given(saying(moved)) as (outbound, peer, connected):
        assert outbound.get(URL, seconds=5, most_bytes=9).status == 302
    assert (len(peer.asked), len(connected)) == (1, 1)


def test_the_environments_proxies_are_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://10.0.0.1:3128")
    with _given(ok(b"{}")) as (outbound, _, connected):
        assert _get(outbound) == b"{}"
    assert connected == [(PUBLIC, 443)]


@pytest.mark.parametrize(
    "content",
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n" + b"a" * 11,
        b"HTTP/1.1 200 OK\r\n\r\n" + b"a" * 11,
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nb\r\n"
        + b"a" * 11
        + b"\r\n0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 999999999999\r\n\r\n" + b"a" * 99,
        b"HTTP/1.1 200 OK\r\nX: " + b"a" * 60_000 + b"\r\n\r\n",
        b"HTTP/1.1 100 Continue\r\n\r\n" * 2000,
    ],
    ids=["length", "to the end", "chunks", "claims", "headers", "continues"],
)
def test_an_answer_of_more_bytes_than_allowed_is_refused(content: bytes) -> None:
    with _given(saying(content)) as (outbound, _, _), pytest.raises(TooLong):
        _get(outbound, most=10)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"SSH-2.0-OpenSSH_9.6\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 101 + b"\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\n\x1f\x8b",
    ],
    ids=["nothing", "another protocol", "cut", "bad chunk", "many headers", "encoded"],
)
def test_what_is_no_whole_answer_is_none(content: bytes) -> None:
    with _given(saying(content)) as (outbound, _, _), pytest.raises(Unreachable):
        _get(outbound)


def _drips(connection: socket.socket, _: bytes) -> None:
    for byte in b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}":
        connection.sendall(bytes([byte]))
        time.sleep(0.05)


def _is_silent(connection: socket.socket, _: bytes) -> None:
    connection.recv(1)


@pytest.mark.parametrize("say", [_drips, _is_silent])
def test_a_slow_peer_gets_one_deadline_for_all(say: Say) -> None:
    """Each byte comes in time for a limit of each call: all 40 would take two seconds."""
    began = time.monotonic()
    with _given(say) as (outbound, _, _):
        with pytest.raises(Unreachable, match="time"):
            _get(outbound, seconds=0.2)
        assert time.monotonic() - began < 1.5


def test_a_lookup_that_does_not_answer_ends_at_the_deadline() -> None:
    outbound = Outbound(look_up=lambda *_: time.sleep(0.5) or [PUBLIC])
    began = time.monotonic()
    with pytest.raises(Unreachable):
        _get(outbound, seconds=0.1)
    assert time.monotonic() - began < 0.4


def test_a_peer_that_is_not_there_is_told_apart_from_one_that_may_not_be_asked() -> None:
    def nowhere(*_: object) -> list[str]:
        raise socket.gaierror("unknown")

    with pytest.raises(Unreachable):
        _get(Outbound(look_up=nowhere))
    assert not issubclass(NotAllowed, Unreachable)
    assert issubclass(Unreachable, OutboundError)


def test_a_name_that_is_not_there_yet_may_be_saved() -> None:
    """It leads nowhere, and each request checks it again."""
    Outbound(look_up=lambda *_: []).check(URL, seconds=1)


def test_the_next_address_is_tried_when_one_does_not_connect() -> None:
    with _given(ok(b"{}"), "2606:4700::1111", PUBLIC) as (given, _, connected):
        connect = given._connect

        def first_fails(place: tuple[str, int], seconds: float) -> socket.socket:
            if place[0] != PUBLIC:
                connected.append(place)
                raise OSError("no route")
            return connect(place, seconds)

        outbound = Outbound(look_up=given._look_up, connect=first_fails, trust=trust)
        assert _get(outbound) == b"{}"
    assert connected == [("2606:4700::1111", 443), (PUBLIC, 443)]
