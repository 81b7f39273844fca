"""Send dead letters to their queues again, after the cause of their failure is fixed.

``python -m infra.redrive [--home DIR]`` with the home of a deployment, local or AWS.
"""

import argparse
import sys
from pathlib import Path
from typing import Any

from infra import deployment
from infra.deployment import Deployment
from infra.stage import Stage
from infra.up import HOME


def redrive(stage: Stage, deployed: Deployment) -> dict[str, int]:
    """Move every dead letter back; return the number of messages by queue.

    A message is deleted after it was sent. A stop in between sends it twice and loses none; the
    functions accept duplicates.
    """
    sqs = stage.client("sqs")
    return {
        "uploads": _move(sqs, deployed.uploads_dead_letters_url, deployed.uploads_queue_url),
        "exports": _move(sqs, deployed.exports_dead_letters_url, deployed.exports_queue_url),
        "jobs": _move(sqs, deployed.jobs_dead_letters_url, deployed.jobs_queue_url),
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
    parser.add_argument("--home", type=Path, default=HOME)
    home: Path = parser.parse_args(arguments).home
    try:
        deployed = deployment.read(home)
    except FileNotFoundError:
        print(f"nothing is deployed from {home}: there is no stack.json", file=sys.stderr)
        return 1
    stage = Stage(deployed.stage, home, deployed.region, deployed.endpoint)
    for queue, count in redrive(stage, deployed).items():
        print(f"{queue}: {count} sent again")
    return 0


if __name__ == "__main__":
    sys.exit(main())
