"""What another version stored is refused to the caller in words, and told of in the log."""

import pytest

from tests.api.company import Company
from tests.api.exports.delivering import deliver
from tests.api.fixtures import Lines
from tests.api.uploads.sending import Desk, csv_of, published
from tests.api.world import TABLE, World


@pytest.mark.parametrize(
    ("language", "words"), [("en", "another version of the service"), ("zh", "服务的另一版本")]
)
def test_data_of_another_version_are_a_problem_of_their_own(
    acme: Company, world: World, lines: Lines, language: str, words: str
) -> None:
    acme.hr.put("/v1/employees/1001", {"name": "Ann"}).ok(201)
    _make_unreadable(world, "acme#employees#00", "1001")
    caller = acme.hr.in_(language)
    before = world.kept()

    answers = [
        caller.get("/v1/employees/1001"),
        caller.get("/v1/employees"),
        caller.put("/v1/employees/1001", {"name": "Bob"}, if_match="*"),
    ]

    for answer in answers:
        assert words in answer.problem(500, "data_of_another_version")["detail"]
    assert world.kept() == before
    told = [line for line in lines() if line.get("error") == "UnknownFormat"]
    assert [line["status"] for line in told] == [500] * 3
    assert {line["collection"] for line in told} == {"employees"}
    assert {(line["found"], tuple(line["known"])) for line in told} == {("7", (1,))}
    assert "Ann" not in str(told)


def test_a_message_that_meets_them_is_told_of_too(
    acme: Company, world: World, lines: Lines
) -> None:
    period = {"scheme": "desk", "period": "2026-10"}
    published(acme)
    desk = Desk(world, acme.hr, "acme")
    desk.send(csv_of("1001,Ann,red,4000,100,88,100"))
    acme.hr.post("/v1/exports", {**period, "format": "csv"}).ok(201)
    (place,) = [item["sk"] for item in world.items() if item["pk"]["S"] == "acme#exports"]
    _make_unreadable(world, "acme#exports", place["S"])
    (body,) = world.messages("exports")

    assert deliver(world, body) != {"batchItemFailures": []}

    (line,) = [line for line in lines() if line.get("error") == "UnknownFormat"]
    assert (line["collection"], line["found"]) == ("exports", "7")


def _make_unreadable(world: World, partition: str, sort: str) -> None:
    world.dynamodb.update_item(
        TableName=TABLE,
        Key={"pk": {"S": partition}, "sk": {"S": sort}},
        UpdateExpression="SET f = :f",
        ExpressionAttributeValues={":f": {"N": "7"}},
    )
