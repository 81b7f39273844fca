"""Read histories, and change what is stored as no part of the service would."""

from collections.abc import Callable
from typing import Any

from tests.api.answer import Reply
from tests.api.client import Api
from tests.api.uploads.sending import Desk
from tests.api.world import TABLE, World

ONE = "/v1/employees/1001/scorecards/2026-10"


def asked(caller: Api, who: str = "1001", **query: Any) -> Reply:
    path = f"/v1/employees/{who}/scorecards/2026-10/history"
    return caller.get(path, query={"scheme": "desk", **query})


def kinds(history: Any) -> list[list[str]]:
    """The kinds of causes of each revision."""
    return [[cause["kind"] for cause in one["causes"]] for one in history["items"]]


def carried_out(desk: Desk, path: str, **said: Any) -> None:
    """Ask for work on results, and let the worker do it."""
    desk.caller.post(path, {"scheme": "desk", **said}).ok(202)
    for message in desk.world.messages("uploads"):
        desk.deliver_body(message)


def tampered(world: World, sk: str, change: Callable[[dict[str, Any]], None]) -> None:
    """Change a stored revision behind the service's back."""
    for item in world.items():
        if item["pk"]["S"].startswith("acme#scores#") and item["sk"]["S"] == sk:
            change(item)
            world.dynamodb.put_item(TableName=TABLE, Item=item)
            return
    raise AssertionError(f"no {sk}")


def removed(world: World, sk: str) -> None:
    """Remove a stored revision behind the service's back."""
    for item in world.items():
        if item["pk"]["S"].startswith("acme#scores#") and item["sk"]["S"] == sk:
            key = {"pk": item["pk"], "sk": item["sk"]}
            world.dynamodb.delete_item(TableName=TABLE, Key=key)
