"""What cannot be verified is a 401: odd tokens, and providers that are slow, down or hostile."""

import base64
import json
import time
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa

from chalicelib.outbound.exchange import Outbound
from chalicelib.sign_in import key_sets
from chalicelib.sign_in.key_set_document import algorithms_of
from chalicelib.sign_in.key_sets import KeySets, NoKey
from chalicelib.tenancy.platform import Platform
from tests.api.client import Api
from tests.api.clock import Clock
from tests.api.company import Company
from tests.api.fixtures import Lines
from tests.api.sign_in.provider import AUDIENCE, Provider, refused, serving, usual_key


def _part(content: str | Mapping[str, Any]) -> str:
    text = content if isinstance(content, str) else json.dumps(content)
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


HEADER = {"alg": "RS256", "typ": "JWT", "kid": "first"}


ODD_CLAIMS: tuple[dict[str, Any], ...] = (
    {"iss": "https://" + "x" * 1500},
    {"iss": "https://" + "𠮷" * 255},
    {"iss": "%" * 599},
    {"iss": "https://a\ud800.example"},
    {"iss": "a\0b"},
    {"iss": ""},
    {"iss": {"a": "b"}},
    {"aud": "x" * 1500},
    {"aud": ["\ud800"]},
    {"aud": ""},
    {"sub": "\udfff"},
    {"team": "a\ud800"},
    {"a": "\ud800"},
    {"exp": 10**400},
    {"exp": float("inf")},
    {"exp": float("nan")},
    {"exp": None, "aud": None, "iss": None},
)


def test_odd_claims(api: Api, signed_in: Company, provider: Provider) -> None:
    for claims in ODD_CLAIMS:
        said = {**provider.claims(), **claims}
        refused(api, f"{_part(HEADER)}.{_part(json.dumps(said))}.{_part('signature')}")


def test_odd_claims_that_the_provider_has_signed(
    api: Api, signed_in: Company, provider: Provider
) -> None:
    refused(api, provider.token(sub="a\ud800"))
    refused(api, provider.token(role=["people-team", "\ud800"]))
    for team in ("x" * 201, "a\ud800", ""):
        refused(api, provider.token(role="lead", team=team))
    api.as_(provider.token(exp=10**400)).get("/v1/tenant").ok()


PAYLOADS = (
    *("[" * 3000, '{"a":' * 900 + "1" + "}" * 900, "[]", "null", '"text"', "1" * 5000, "", "{}"),
)


def test_a_payload_that_is_no_set_of_claims(
    api: Api, signed_in: Company, provider: Provider
) -> None:
    for payload in PAYLOADS:
        refused(api, f"{_part(HEADER)}.{_part(payload)}.{_part('signature')}")


HEADERS: tuple[dict[str, Any], ...] = (
    {"alg": "ES256"},
    {"alg": "ES384"},
    {"alg": "EdDSA"},
    {"alg": "HS256"},
    {"alg": "none"},
    {"alg": None},
    {"alg": ["RS256"]},
    {"alg": "RS256", "kid": None},
    {"alg": "RS256", "kid": 7},
    {"alg": "RS256", "kid": "x" * 3000},
    {"alg": "RS256", "kid": "\ud800"},
    {"alg": "RS256", "crit": ["unknown"], "unknown": 1},
    {"alg": "RS256", "b64": False, "crit": ["b64"]},
)


def test_a_header_that_the_providers_key_does_not_fit(
    api: Api, signed_in: Company, provider: Provider
) -> None:
    """ES256 with the id of an RSA key, and the like: the key's type decides, not the token."""
    for header in HEADERS:
        head = _part({"typ": "JWT", "kid": "first", **header})
        refused(api, f"{head}.{_part(json.dumps(provider.claims()))}.{_part('signature')}")


HOSTILE: Mapping[str, bytes] = {
    "a page": b"<!doctype html><html><body>Sign in</body></html>",
    "deep": b"[" * 50_000,
    "deep objects": b'{"keys":' * 10_000 + b"1" + b"}" * 10_000,
    "no object": b"[]",
    "no list": b'{"keys": {"kid": "first"}}',
    "odd keys": b'{"keys": [1, null, {}, {"kid": 7, "kty": "RSA"}, {"kid": "first", "kty": []}]}',
    "half a key": b'{"keys": [{"kid": "first", "kty": "RSA", "n": "AQAB"}]}',
    "no number": b'{"keys": [{"kid": "first", "kty": "RSA", "n": "%%%", "e": 1}]}',
    "a curve": b'{"keys": [{"kid": "first", "kty": "EC", "crv": "P-256", "x": "AA", "y": "AA"}]}',
    "not UTF-8": b"\xff\xfe{}",
    "huge": b" " * (key_sets.MOST_BYTES + 1),
    "nothing": b"",
}


def test_a_key_set_that_is_none(
    api: Api, signed_in: Company, provider: Provider, platform: Platform, clock: Clock
) -> None:
    for provider.says in HOSTILE.values():
        platform.start_over(clock)
        refused(api, provider.token())
    assert provider.fetched == len(HOSTILE)


def test_an_answer_that_is_no_key_set(
    api: Api, signed_in: Company, provider: Provider, platform: Platform, clock: Clock
) -> None:
    """A redirect leads back to the provider here; it is not followed."""
    for provider.status in (204, 302, 404, 500):
        platform.start_over(clock)
        refused(api, provider.token())
    assert provider.fetched == 4


def test_twenty_tokens_are_one_fetch_from_a_provider_that_fails(
    api: Api, signed_in: Company, provider: Provider
) -> None:
    provider.says = HOSTILE["a page"]
    for number in range(20):
        refused(api, provider.token(sub=f"user-{number}"))
    assert provider.fetched == 1


def test_a_provider_that_drips_has_one_deadline(
    api: Api,
    signed_in: Company,
    provider: Provider,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A key set of some 400 bytes would take 20 seconds."""
    monkeypatch.setattr(key_sets, "TIMEOUT_SECONDS", 0.3)
    provider.drip = 0.05
    began = time.monotonic()
    refused(api, provider.token())
    refused(api, provider.token())
    assert time.monotonic() - began < 2
    assert provider.fetched == 1


def test_one_providers_failure_does_not_stop_anothers_people(
    api: Api,
    operator: Api,
    signed_in: Company,
    globex: Company,
    provider: Provider,
    clock: Clock,
) -> None:
    provider.says = HOSTILE["deep"]
    with serving(Provider(clock, usual_key())) as other:
        operator.put("/v1/tenants/globex/sign-in", other.settings()).ok()
        refused(api, provider.token())
        assert api.as_(other.token()).get("/v1/tenant").ok()["id"] == "globex"


def test_the_log_says_why_and_names_no_address(
    api: Api, signed_in: Company, provider: Provider, lines: Lines
) -> None:
    provider.says = HOSTILE["a page"]
    refused(api, provider.token())
    (line,) = [line for line in lines() if line["event"] == "no_key_set"]
    assert (line["error"], line["reason"]) == ("UnreadableKeySet", "JSONDecodeError")
    assert "127.0.0.1" not in str(line)


class _Seconds:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def seconds() -> _Seconds:
    return _Seconds()


@pytest.fixture
def kept(seconds: _Seconds) -> KeySets:
    return KeySets(Outbound(loopback=True), seconds)


def test_the_memory_of_a_failure_ends_after_half_a_minute(
    provider: Provider, kept: KeySets, seconds: _Seconds
) -> None:
    provider.says = b""
    for seconds.now in (0, 29.9):
        with pytest.raises(NoKey):
            kept.jwk(provider.key_set, "first")
    provider.says = None
    seconds.now = 30
    assert kept.jwk(provider.key_set, "first")["kid"] == "first"
    assert provider.fetched == 2


def test_a_set_is_kept_for_five_minutes_also_when_a_fetch_for_another_key_fails(
    provider: Provider, kept: KeySets, seconds: _Seconds
) -> None:
    kept.jwk(provider.key_set, "first")
    provider.says = b""
    seconds.now = 60
    with pytest.raises(NoKey):
        kept.jwk(provider.key_set, "made-up")
    seconds.now = 299
    assert kept.jwk(provider.key_set, "first")
    seconds.now = 300
    with pytest.raises(NoKey):
        kept.jwk(provider.key_set, "first")


def test_the_memory_is_bounded(kept: KeySets, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(key_sets, "MOST", 3)
    for number in range(5):
        with pytest.raises(NoKey):
            kept.jwk(f"ftp://provider-{number}.example/", "first")
    assert len(kept) == 3


def test_a_key_verifies_by_its_own_type_and_by_the_algorithm_that_it_names() -> None:
    def of(key: Any, **more: Any) -> tuple[str, ...]:
        maker = {
            rsa.RSAPrivateKey: jwt.algorithms.RSAAlgorithm,
            ec.EllipticCurvePrivateKey: jwt.algorithms.ECAlgorithm,
            ed25519.Ed25519PrivateKey: jwt.algorithms.OKPAlgorithm,
        }
        made = next(how for kind, how in maker.items() if isinstance(key, kind))
        return algorithms_of({**made.to_jwk(key.public_key(), as_dict=True), **more})

    assert "RS256" in of(usual_key())
    assert of(usual_key(), alg="PS256") == ("PS256",)
    assert of(usual_key(), alg="HS256") == ()
    assert of(ec.generate_private_key(ec.SECP256R1())) == ("ES256",)
    assert of(ed25519.Ed25519PrivateKey.generate()) == ("EdDSA",)


def test_tokens_of_other_kinds_of_keys_are_taken(
    api: Api, signed_in: Company, provider: Provider
) -> None:
    curve, edwards = ec.generate_private_key(ec.SECP384R1()), ed25519.Ed25519PrivateKey.generate()
    published = (
        jwt.algorithms.ECAlgorithm.to_jwk(curve.public_key(), as_dict=True),
        jwt.algorithms.OKPAlgorithm.to_jwk(edwards.public_key(), as_dict=True),
    )
    jwks = [{**jwk, "kid": str(number)} for number, jwk in enumerate(published)]
    provider.says = json.dumps({"keys": jwks}).encode()
    for number, (key, algorithm) in enumerate(((curve, "ES384"), (edwards, "EdDSA"))):
        head = {"kid": str(number)}
        token = jwt.encode(provider.claims(), key, algorithm=algorithm, headers=head)
        assert api.as_(token).get("/v1/tenant").ok()["id"] == "acme"


def test_a_private_key_in_the_set_lets_nobody_in(
    api: Api, signed_in: Company, provider: Provider
) -> None:
    """Whoever reads the set could sign with it."""
    jwk = {**jwt.algorithms.RSAAlgorithm.to_jwk(usual_key(), as_dict=True), "kid": "first"}
    provider.says = json.dumps({"keys": [jwk]}).encode()
    refused(api, provider.token())


INSIDE = (
    ("https://provider.example:8443/keys", "not_a_key_sets_address"),
    ("http://provider.example/keys", "not_a_key_sets_address"),
    ("https://user@provider.example/keys", "not_a_key_sets_address"),
    ("https://10.0.0.1/keys", "not_a_public_address"),
    ("https://169.254.169.254/latest", "not_a_public_address"),
    ("https://2130706433/keys", "not_a_public_address"),
    ("https://127.0.0.1/keys", "not_a_public_address"),
)


def test_the_operator_cannot_save_an_address_inside(
    operator: Api, acme: Company, provider: Provider
) -> None:
    for address, code in INSIDE:
        wanted = {**provider.settings(), "key_set": address}
        problem = operator.put("/v1/tenants/acme/sign-in", wanted).problem(422)
        assert [(one["pointer"], one["code"]) for one in problem["errors"]] == [("/key_set", code)]
    operator.get("/v1/tenants/acme/sign-in").problem(404)


def test_loopback_is_for_the_local_stage_alone(
    api: Api,
    operator: Api,
    signed_in: Company,
    provider: Provider,
    platform: Platform,
    clock: Clock,
) -> None:
    """A sign-in that was stored before is checked again at each fetch."""
    api.as_(provider.token()).get("/v1/tenant").ok()
    platform.settings = replace(platform.settings, stage="production")
    platform.start_over(clock)
    refused(api, provider.token())
    problem = operator.put("/v1/tenants/acme/sign-in", provider.settings()).problem(422)
    assert problem["errors"][0]["code"] == "not_a_key_sets_address"
    assert provider.fetched == 1


def test_an_issuer_and_audience_too_long_for_a_key_arerefused(
    operator: Api, acme: Company, provider: Provider
) -> None:
    wanted = provider.settings(issuer="https://a.example/" + "%" * 299, audience="%" * 100)
    problem = operator.put("/v1/tenants/acme/sign-in", wanted).problem(422, "invalid_request")
    assert problem["errors"][0]["pointer"] == "/issuer"
    assert AUDIENCE not in str(problem)
