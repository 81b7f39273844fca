"""Our own messages on the uploads queue: an upload to go on with."""

import json

from chalicelib.platform import Platform


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
