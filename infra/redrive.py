"""Send dead letters to their queues again, after the cause of their failure is fixed.

``python -m infra.redrive [--stage NAME] [--home DIR] [MESSAGE …]``, local or AWS.
With ids of messages (``python -m infra.dead_letters`` shows them) only these letters are sent.
"""

import sys
from collections.abc import Collection, Mapping
from contextlib import suppress
from typing import Any

from pynamodb.expressions.operand import Path as Member

from chalicelib.jobs.dead_letters import kept, key_of
from chalicelib.store.table import ConditionFailed, Table
from chalicelib.tenancy.current_tenant import acting_as_operator
from infra import deployed
from infra.deployed import table_of
from infra.deployment import Deployment
from infra.stage import Stage


def redrive(
    stage: Stage, made: Deployment, table: Table, only: Collection[str] = ()
) -> dict[str, int]:
    """Send the dead letters again; return the number of messages by queue.

    ``only``: the ids of the messages to send; empty: all letters, also those that are still in the
    dead-letter queues because they could not be noted. A letter is deleted after it was sent. A
    stop in between sends it twice and loses none; the functions accept duplicates.
    """
    sqs = stage.client("sqs")
    queues = {
        "uploads": (made.uploads_queue_url, made.uploads_dead_letters_url),
        "exports": (made.exports_queue_url, made.exports_dead_letters_url),
        "jobs": (made.jobs_queue_url, made.jobs_dead_letters_url),
    }
    sent = _sent_again(sqs, {name: url for name, (url, _) in queues.items()}, table, only)
    if not only:
        for name, (url, dead_letters) in queues.items():
            sent[name] += _move(sqs, dead_letters, url)
    return sent


def _sent_again(
    sqs: Any, urls: Mapping[str, str], table: Table, only: Collection[str]
) -> dict[str, int]:
    """Send the letters of the operator's register to their queues (URL by name)."""
    sent = dict.fromkeys(urls, 0)
    with acting_as_operator():
        for letter in list(kept(table)):
            if only and letter.message not in only:
                continue
            group = {"MessageGroupId": letter.group} if letter.group else {}
            sqs.send_message(QueueUrl=urls[letter.queue], MessageBody=letter.body, **group)
            # Given up again meanwhile, the letter stays.
            with suppress(ConditionFailed):
                table.delete(key_of(letter), Member("noted_at") == letter.noted_at)
            sent[letter.queue] += 1
    return sent


def _move(sqs: Any, source: str, target: str) -> int:
    moved = 0
    while messages := _some(sqs, source):
        for message in messages:
            # The tenant: many messages of one company delay no other (S3's have none).
            group = message.get("Attributes", {}).get("MessageGroupId")
            sqs.send_message(
                QueueUrl=target,
                MessageBody=message["Body"],
                MessageAttributes=message.get("MessageAttributes", {}),
                **({"MessageGroupId": group} if group else {}),
            )
            sqs.delete_message(QueueUrl=source, ReceiptHandle=message["ReceiptHandle"])
            moved += 1
    return moved


def _some(sqs: Any, queue: str) -> list[dict[str, Any]]:
    answer = sqs.receive_message(
        QueueUrl=queue,
        MaxNumberOfMessages=10,
        WaitTimeSeconds=1,
        MessageAttributeNames=["All"],
        MessageSystemAttributeNames=["MessageGroupId"],
    )
    return list(answer.get("Messages", ()))


def main(arguments: list[str] | None = None) -> int:
    """Run the command line."""
    parser = deployed.command_line("infra.redrive", __doc__)
    parser.add_argument("message", nargs="*", help="ids of messages; none: all")
    options = parser.parse_args(arguments)
    try:
        stage, made = deployed.find(options.stage, options.home)
    except deployed.TOLD as error:
        print(error, file=sys.stderr)
        return 1
    sent = redrive(stage, made, table_of(stage, made), options.message)
    for queue, count in sent.items():
        print(f"{queue}: {count} sent again")
    unknown = len(set(options.message)) - sum(sent.values())
    if options.message and unknown > 0:
        print(f"{unknown} of the ids are not those of dead letters", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
