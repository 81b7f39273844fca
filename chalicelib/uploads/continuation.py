"""Our own messages on the uploads queue: an upload to go on with. Whether others wait there."""

import json

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.tenancy.platform import Platform

WAITING = "ApproximateNumberOfMessages"


def hand_on(
    platform: Platform,
    tenant: str,
    upload_id: str,
    *,
    delay: int = 0,
    claim: str | None = None,
    waited: int = 0,
) -> None:
    """Ask for a run of the upload after so many seconds.

    ``claim`` is of the run that asks; ``waited`` counts how often the upload has waited for one
    whose file came before.
    """
    message = {
        "kind": "score_upload",
        "tenant": tenant,
        "upload": upload_id,
        "claim": claim,
        "waited": waited,
    }
    platform.queues.send_message(
        QueueUrl=platform.settings.uploads_queue,
        MessageBody=json.dumps(message),
        DelaySeconds=delay,
    )


def others_wait(platform: Platform) -> bool:
    """Whether messages wait for a worker: about, as the queue tells it. One that nobody may take
    yet (delayed, or at work) does not count. When the queue does not tell, somebody may."""
    try:
        answer = platform.queues.get_queue_attributes(
            QueueUrl=platform.settings.uploads_queue, AttributeNames=[WAITING]
        )
    except (ClientError, BotoCoreError):
        return True
    return int(answer["Attributes"][WAITING]) > 0
