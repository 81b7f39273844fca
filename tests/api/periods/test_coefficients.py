"""Bonus coefficients over REST."""

from tests.api.company import Company
from tests.api.uploads.sending import SCHEME, Desk, csv_of, published

PATH = "/v1/periods/2026-10/bonus-coefficients"


def test_each_result_gives_its_coefficient(october: Desk) -> None:
    items = october.caller.get(PATH).ok()["items"]

    assert [
        (i["employee_id"], i["total"], i["grade"], i["coefficient"], i["rank"]) for i in items
    ] == [
        ("1001", "88.00", "good", "1.1", 1),
        ("1002", "48.00", "poor", "0.6", 2),
        ("1003", None, None, None, None),
    ]
    assert items[2]["state"] == "insufficient_data"


def test_pages_follow_one_another_without_gap_or_repetition(desk: Desk) -> None:
    desk.send(csv_of(*(f"{number},,red,4000,100,88,100" for number in range(100, 125))))

    found, path = [], f"{PATH}?limit=7"
    while True:
        page = desk.caller.get(path).ok()
        found += [item["employee_id"] for item in page["items"]]
        if page["next"] is None:
            break
        path = f"{PATH}?limit=7&cursor={page['next']}"

    assert found == [str(number) for number in range(100, 125)]


def test_csv_is_given_to_whoever_asks_for_it(october: Desk) -> None:
    answer = october.caller.get(PATH, headers={"Accept": "text/csv"})

    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    lines = answer.text.split("\r\n")
    assert lines[0].startswith("\ufeffemployee_id,employee_name,team,period,scheme")
    assert lines[1].startswith("1001,Ann,red,2026-10,desk,1,88.00,good,1.1,1,")


def test_two_schemes_of_a_period_follow_one_another(october: Desk, acme: Company) -> None:
    published(acme, {**SCHEME, "code": "second"})
    october.send(csv_of("1001,Ann,red,3000,100,90,100"), scheme="second")

    both = october.caller.get(PATH, query={"limit": 2}).ok()
    rest = october.caller.get(PATH, query={"limit": 2, "cursor": both["next"]}).ok()
    one = october.caller.get(PATH, query={"scheme": "second"}).ok()

    named = [(i["scheme"], i["employee_id"]) for i in [*both["items"], *rest["items"]]]
    assert named == [("desk", "1001"), ("desk", "1002"), ("desk", "1003"), ("second", "1001")]
    assert [i["total"] for i in one["items"]] == ["100.00"]


def test_more_rows_than_an_answer_holds_go_through_an_export(october: Desk, monkeypatch) -> None:
    monkeypatch.setattr("chalicelib.coefficients.service.MOST_IN_ANSWER", 2)

    october.caller.get(PATH, headers={"Accept": "text/csv"}).problem(422, "too_many_rows")


def test_agents_and_supervisors_are_refused(october: Desk, acme: Company) -> None:
    acme.agent.get(PATH).problem(403)
    acme.supervisor.get(PATH).problem(403)
    acme.auditor.get(PATH).ok()


def test_a_period_without_results_has_an_empty_list(desk: Desk) -> None:
    for query in ("", "?scheme=desk", "?scheme=nope"):
        assert desk.caller.get(f"{PATH}{query}").ok()["items"] == []
    desk.caller.get("/v1/periods/2026-13/bonus-coefficients").problem(404)
