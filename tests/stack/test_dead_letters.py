"""A dead letter on the deployed package: it is read, listed with its log lines, and sent again."""

import pytest

from infra import dead_letters
from infra.deployed import table_of
from infra.redrive import redrive
from tests.stack.conftest import Stack
from tests.stack.waiting import until

pytestmark = pytest.mark.stack

BODY = '{"kind": "copy_tenant", "tenant": "acme"}'


def test_a_letter_of_each_dead_letter_queue_is_listed_and_sent_again(
    stack: Stack, capsys: pytest.CaptureFixture[str]
) -> None:
    deployed = stack.deployment
    urls = (
        deployed.uploads_dead_letters_url,
        deployed.exports_dead_letters_url,
        deployed.jobs_dead_letters_url,
    )
    sent = [
        stack.client("sqs").send_message(QueueUrl=url, MessageBody=f"no message of ours {place}")
        for place, url in enumerate(urls)
    ]
    letters = [one["MessageId"] for one in sent]

    def listed() -> str:
        assert dead_letters.main(["--home", str(stack.home), "--lines", *letters]) == 0
        return capsys.readouterr().out

    def noted() -> str:
        return stack.logs("read_dead_letters")

    told = until(listed, lambda text: "3 dead letters" in text, told=noted)
    assert [letter in told for letter in letters] == [True] * 3
    assert told.count("unreadable: not JSON") == 3

    moved = redrive(stack.stage, deployed, table_of(stack.stage, deployed), letters)

    assert moved == {"uploads": 1, "exports": 1, "jobs": 1}
    # Each fails again at its worker, whose lines are found by the message's id.
    assert "0 dead letters" in listed()
    again = until(
        lambda: stack.logs("run_job"), lambda text: '"kind": "unknown"' in text, told=noted
    )
    assert "message_begun" in again
