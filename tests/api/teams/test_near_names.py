"""Near names are proposed as one team, and nothing more happens until somebody decides."""

import pytest

from chalicelib.organisation.near_names import near, one_slip
from tests.api.company import Company


def because(*names: str) -> list[str]:
    """Why the first two of these names, each of a team, may be one."""
    found = near({f"{n:02d}": [name] for n, name in enumerate(names)})
    return [one.because for one in found if (one.code, one.other) == ("00", "01")]


@pytest.mark.parametrize(
    "names",
    [
        ("一组", "1组"),
        ("售前十二组", "售前12"),
        ("第二组", "2队"),
        ("Team 7", "team-07"),
        ("Blue", "Blue Team"),
        ("售前一组", "售前 1 小组"),
    ],
)
def test_the_same_words_are_near(names: tuple[str, str]) -> None:
    assert because(*names) == ["same_words"]


def test_one_slip_and_a_part_are_near() -> None:
    assert because("After-sales", "Aftre sales") == ["one_slip"]
    assert because("Logistics", "Logistic") == ["one_slip"]
    assert because("华东客服中心", "客服中心") == ["contained"]
    assert because("Night shift", "Beijing night shift") == ["contained"]


def test_a_series_and_short_names_are_not_near() -> None:
    for names in (
        ("1组", "2组"),
        ("Shift A", "Shift B"),
        ("客服1组", "客服"),
        ("售前", "售后"),
        ("Red", "Ted"),
    ):
        assert because(*names) == []


def test_a_general_word_that_many_names_have_is_not_near_each() -> None:
    places = ("北京", "上海", "广州", "深圳", "杭州", "成都")
    assert because("客服", *(f"{place}客服" for place in places)) == []


def test_one_slip_is_one_character_or_two_exchanged() -> None:
    assert one_slip("abcd", "abd")
    assert one_slip("abcd", "abxd")
    assert one_slip("abcd", "acbd")
    assert not one_slip("abcd", "adcb")
    assert not one_slip("abcd", "axxd")


def test_a_thousand_names_are_compared_by_buckets(monkeypatch: pytest.MonkeyPatch) -> None:
    """All 499,500 pairs would be compared otherwise. Here each name has one near name at most."""
    from chalicelib.organisation import near_names

    compared = []
    slip = near_names.one_slip
    monkeypatch.setattr(near_names, "one_slip", lambda *pair: compared.append(pair) or slip(*pair))
    words = [chr(0x4E00 + 7 * n) * 3 + chr(0x7000 + 11 * n) * 3 for n in range(500)]
    teams = {f"{n:03d}{side}": [word + side] for n, word in enumerate(words) for side in "xy"}
    assert len(near(teams)) == 0 or len(compared) < 5_000
    assert len(compared) < 5_000


def test_a_proposal_is_listed_and_stays_dismissed(acme: Company) -> None:
    for names in ("一组", "1组", "Blue"):
        acme.hr.post("/v1/teams", {"names": names}).ok(201)
    (one,) = acme.auditor.get("/v1/teams/proposals").ok()["items"]
    assert {team["names"]["zh"] for team in one["teams"]} == {"一组", "1组"}
    assert one["because"] == "same_words"

    for _ in range(2):
        assert acme.hr.post(f"/v1/teams/proposals/{one['id']}/dismiss").ok() == one
    assert acme.hr.get("/v1/teams/proposals").ok()["items"] == []
    kept = acme.hr.get("/v1/teams/proposals", query={"status": "dismissed"}).ok()["items"]
    assert kept == [one]
    acme.hr.post("/v1/teams/proposals/blue~red/dismiss").problem(404, "not_found")
    logged = [
        event["action"]
        for event in acme.admin.get("/v1/audit-events").ok()["items"]
        if event["action"] == "teams.dismiss"
    ]
    assert len(logged) == 1


def test_proposals_come_in_pages(acme: Company) -> None:
    for names in ("一组", "1组", "二组", "2组"):
        acme.hr.post("/v1/teams", {"names": names}).ok(201)
    first = acme.hr.get("/v1/teams/proposals", query={"limit": 1}).ok()
    query = {"limit": 1, "cursor": first["next"]}
    last = acme.hr.get("/v1/teams/proposals", query=query).ok()
    assert first["items"] != last["items"]
    assert last["next"] is None
