"""A table and a bucket as a file, with what the API answered about them.

One JSON object: ``at`` (the clock), ``secrets`` (of the callers, by role), ``items`` (DynamoDB's
JSON, by key), ``objects`` (each stored version, base64) and ``answers`` (role, path, status,
answer). An answer may gain members; what it had it keeps.
"""

import base64
import json
import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from moto.s3.models import s3_backends

from chalicelib.tenancy.platform import Platform
from tests.api.client import Api
from tests.api.clock import Clock
from tests.api.world import BUCKET, TABLE, World
from tests.formats.seeded import Process

DATA = Path(__file__).parent / "data"
#: The signature in a link, which tells when it was signed and by which session.
_SIGNED = re.compile(r"\?[^\"\s]*(?:Signature|X-Amz-)[^\"\s]*")


def recorded(process: Process, secrets: Mapping[str, str], asked: list[tuple[str, str]]) -> Any:
    """What lies in the world, and the answers to what is asked of it."""
    found = {
        "at": process.clock().isoformat(),
        "secrets": dict(secrets),
        "items": sorted(map(_plain, process.world.items()), key=_place),
        "objects": list(_objects(process.world)),
    }
    answers = [
        {"role": role, "path": path, "status": status, "answer": answer}
        for role, path in asked
        for status, answer in [ask(process.api, secrets[role], path)]
    ]
    return {**found, "answers": answers}


def written(recording: Mapping[str, Any]) -> str:
    """As JSON with an item, an object or an answer on a line; the same recording, the same text."""
    parts = []
    for name, value in recording.items():
        text = json.dumps(value, ensure_ascii=False, sort_keys=True)
        if isinstance(value, list):
            lines = [json.dumps(one, ensure_ascii=False, sort_keys=True) for one in value]
            text = "[\n" + ",\n".join(lines) + "\n]"
        parts.append(f"{json.dumps(name)}: {text}")
    return "{\n" + ",\n".join(parts) + "\n}\n"


def laid_down(recording: Mapping[str, Any], world: World, platform: Platform, clock: Clock) -> None:
    """Put it into an empty world, with every object's version under its id, at its time."""
    clock.now = datetime.fromisoformat(recording["at"])
    platform.start_over(clock)
    for item in recording["items"]:
        world.dynamodb.put_item(TableName=TABLE, Item=_raw(item))
    bucket = s3_backends["123456789012"]["aws"].buckets[BUCKET]
    for one in recording["objects"]:
        body = base64.b64decode(one["body"])
        world.s3.put_object(
            Bucket=BUCKET, Key=one["name"], Body=body, ContentType=one["content_type"]
        )
        bucket.keys.getlist(one["name"])[-1]._version_id = one["version"]


def ask(api: Api, secret: str, path: str) -> tuple[int, Any]:
    """Status and answer of a GET, without the signatures of its links."""
    reply = api.as_(secret).get(path)
    text = _SIGNED.sub("?signed", reply.text)
    if "json" in str(reply.headers.get("content-type")):
        return reply.status, json.loads(text)
    return reply.status, text


def keeps(before: Any, now: Any) -> bool:
    """Whether an answer has all that it had: every member, every entry of every list."""
    if isinstance(before, dict):
        return isinstance(now, dict) and all(
            name in now and (_both_lead_on(name, value, now) or keeps(value, now[name]))
            for name, value in before.items()
        )
    if isinstance(before, list):
        return isinstance(now, list) and len(before) == len(now) and all(map(keeps, before, now))
    return type(before) is type(now) and bool(before == now)


def _both_lead_on(name: str, before: Any, now: dict[str, Any]) -> bool:
    """Whether a page had a next one and has: the form of cursors is not promised."""
    return name == "next" and isinstance(before, str) and isinstance(now[name], str)


def _objects(world: World) -> Iterator[dict[str, str]]:
    """Every version, the oldest of a name first."""
    listed = world.s3.list_object_versions(Bucket=BUCKET).get("Versions", [])
    listed.reverse()
    for entry in sorted(listed, key=lambda entry: str(entry["Key"])):
        name, version = entry["Key"], entry["VersionId"]
        found = world.s3.get_object(Bucket=BUCKET, Key=name, VersionId=version)
        yield {
            "name": name,
            "version": version,
            "content_type": found["ContentType"],
            "body": base64.b64encode(found["Body"].read()).decode("ascii"),
        }


def _place(item: Mapping[str, Any]) -> tuple[str, str]:
    return item["pk"]["S"], item["sk"]["S"]


def _plain(value: Any) -> Any:
    """An attribute map as JSON: bytes as base64, which is what DynamoDB sends for them."""
    if isinstance(value, dict):
        return {name: _plain(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    return base64.b64encode(value).decode("ascii") if isinstance(value, bytes) else value


def _raw(value: Any) -> Any:
    """The inverse: what stands under ``B`` is bytes."""
    if isinstance(value, list):
        return [_raw(inner) for inner in value]
    if not isinstance(value, dict):
        return value
    if set(value) == {"B"} and isinstance(value["B"], str):
        return {"B": base64.b64decode(value["B"])}
    return {name: _raw(inner) for name, inner in value.items()}
