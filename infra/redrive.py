"""Send dead letters to their queues again, after the cause of their failure is fixed.

``python -m infra.redrive [--home DIR]`` with the home of a deployment, local or AWS.
"""

import argparse
import sys
from pathlib import Path
from typing import Any

from infra import deployed
from infra.deployed import HOME
from infra.deployment import Deployment
from infra.stack import StackError
from infra.stage import LOCAL, Stage
from infra.stage_file import StageFileError


def redrive(stage: Stage, made: Deployment) -> dict[str, int]:
    """Move every dead letter back; return the number of messages by queue.

    A message is deleted after it was sent. A stop in between sends it twice and loses none; the
    functions accept duplicates.
    """
    sqs = stage.client("sqs")
    return {
        "uploads": _move(sqs, made.uploads_dead_letters_url, made.uploads_queue_url),
        "exports": _move(sqs, made.exports_dead_letters_url, made.exports_queue_url),
        "jobs": _move(sqs, made.jobs_dead_letters_url, made.jobs_queue_url),
    }


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
    parser = argparse.ArgumentParser(prog="python -m infra.redrive", description=__doc__)
    parser.add_argument("--stage", default=LOCAL)
    parser.add_argument("--home", type=Path, default=HOME)
    options = parser.parse_args(arguments)
    try:
        stage, made = deployed.find(options.stage, options.home)
    except FileNotFoundError:
        print(f"nothing is deployed from {options.home}: no stack.json", file=sys.stderr)
        return 1
    except (StackError, StageFileError) as error:
        print(error, file=sys.stderr)
        return 1
    for queue, count in redrive(stage, made).items():
        print(f"{queue}: {count} sent again")
    return 0


if __name__ == "__main__":
    sys.exit(main())
