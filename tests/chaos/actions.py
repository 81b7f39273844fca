"""What people of a company do at the same time: each action is one user's, over HTTP.

An action writes into the company what it knows afterwards. It never fails because of a fault.
"""

import json
import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote, quote_plus

from tests.chaos.caller import Caller, Said, post_form
from tests.chaos.company import Asked, Company, Erased, File
from tests.chaos.deployed import Deployed
from tests.chaos.rest import hourly_event
from tests.chaos.schemes import MAKERS, MONTHS, TARGETS


@dataclass(frozen=True, slots=True)
class Scene:
    """Where an action takes place: the company, the round, its hot month."""

    made: Deployed
    company: Company
    caller: Caller
    round: int
    month: str
    dice: random.Random

    def once(self, what: str) -> str:
        """Return an Idempotency-Key that no other action has."""
        return f"{self.company.mark}-{what}-{self.company.number('once')}"


Action = Callable[[Scene], None]


def upload(scene: Scene) -> None:
    _send(scene, scene.month, corrects=False)


def correct(scene: Scene) -> None:
    _send(scene, scene.month, corrects=True)


def upload_other_month(scene: Scene) -> None:
    _send(scene, scene.dice.choice(MONTHS), corrects=scene.dice.random() < 0.5)


def announce_only(scene: Scene) -> None:
    """A form that is never used."""
    file = scene.company.draw_file(scene.dice, scene.month, corrects=True)
    _announce(scene, file)
    file.sent = False


def send_twice(scene: Scene) -> None:
    """Two files by one form: the first one counts."""
    file = scene.company.draw_file(scene.dice, scene.month, corrects=True)
    made = _announce(scene, file)
    if made is None:
        return
    file.sent = post_form(made.body["form"], file.name, file.content)
    if file.sent:
        other = file.content.replace(b",", b" ,", 1)
        post_form(made.body["form"], file.name, other)


def repeat_event(scene: Scene) -> None:
    """S3's event of some file once or twice more, late."""
    with scene.company.lock:
        sent = [one for one in scene.company.files.values() if one.sent and one.upload]
    if not sent:
        return
    file = scene.dice.choice(sent[-6:])
    for _ in range(scene.dice.randint(1, 2)):
        scene.made.client("sqs").send_message(
            QueueUrl=scene.made.queues["uploads"],
            MessageBody=_event(scene, file),
            DelaySeconds=scene.dice.randint(0, 1),
        )


def rescore(scene: Scene) -> None:
    body = {"scheme": scene.company.scheme}
    path = f"/v1/periods/{scene.month}/rescore"
    said = scene.caller.post(path, body, repeat=scene.once("rescore"))
    if said.ok:
        scene.company.known("rescore", said.body["rescoring"]["id"], scene.month)


def publish(scene: Scene) -> None:
    said = _decide(scene, "publish", mixed=scene.dice.random() < 0.5)
    if said.ok:
        scene.company.known("published", scene.month, said.body["published_at"])


def lock(scene: Scene) -> None:
    """Lock a month. When it is told why not, that is that."""
    begun = time.monotonic()
    said = _decide(scene, "lock", mixed=False)
    if said.ok or said.unknown:
        answered = time.monotonic() if said.ok else None
        scene.company.locks.append(Asked(scene.month, "", begun, answered))
    if said.ok:
        scene.company.known("locked", scene.month, said.body["locked_at"])


#: What a refusal's code is accepted as, and where it tells the number.
_ACCEPTED = {
    "outdated_results": ("outdated", "outdated"),
    "missing_people": ("missing", "missing_people"),
}


def _decide(scene: Scene, verb: str, *, mixed: bool) -> Said:
    """Publish or lock the month. Half of those who are told of outdated results accept them, and
    everybody accepts that people are missing: files name only some of them."""
    accept: dict[str, int] = {}
    body = {"scheme": scene.company.scheme, "accept_mixed_versions": mixed}
    path = f"/v1/periods/{scene.month}/{verb}"
    while True:
        said = scene.caller.post(path, {**body, "accept": accept}, repeat=scene.once(verb))
        name, told = _ACCEPTED.get(said.code, ("", ""))
        if not name or name in accept or (name == "outdated" and scene.dice.random() < 0.5):
            return said
        accept[name] = said.body[told]


def export(scene: Scene) -> None:
    month = scene.dice.choice((scene.month, scene.month, *MONTHS))
    kind = scene.dice.choice(("csv", "csv", "jsonl", "xlsx"))
    body = {"scheme": scene.company.scheme, "period": month, "format": kind}
    said = scene.caller.post("/v1/exports", body, repeat=scene.once("export"))
    if said.ok:
        scene.company.known("export", said.body["id"], month)


def copy(scene: Scene) -> None:
    said = scene.caller.post("/v1/tenant/copies", {}, repeat=scene.once("copy"))
    if said.ok:
        scene.company.known("copy", said.body["id"], scene.round)


def erase(scene: Scene) -> None:
    """Erase somebody. Later files may still name them."""
    company = scene.company
    # In a company that shares out means the erased people's figures count in others' results.
    if company.scheme == "shared" or len(company.people) < 12:
        return
    with company.lock:
        person = scene.dice.choice(company.people)
        company.people.remove(person)
        files = scene.dice.choice(("keep", "delete"))
        company.erased[person.id] = Erased(person, files, None, scene.round)
    path = f"/v1/employees/{quote(person.id)}/erase"
    said = scene.caller.post(path, {"files": files}, repeat=scene.once("erase"))
    if said.ok:
        company.erased[person.id].erasure = said.body["id"]
    elif said.status == 404:  # nobody has sent a file with them yet
        with company.lock:
            del company.erased[person.id]
            company.people.append(person)
    else:
        company.unsure("erase", person.id)
    company.joins()


def change_register(scene: Scene) -> None:
    """The HR system gives somebody a payroll number; the name stays."""
    company = scene.company
    person = scene.dice.choice(company.people)
    number = f"{company.mark}-pay-{company.number('payroll')}"
    body = {"name": person.name, "team": person.team, "external_ids": {"payroll": number}}
    with company.lock:
        if ("busy", person.id) in company.acknowledged:
            return
        company.acknowledged["busy", person.id] = True
    begun = time.monotonic()
    said = scene.caller.patch(f"/v1/employees/{quote(person.id)}", body)
    if said.ok or said.unknown:
        answered = time.monotonic() if said.ok else None
        company.payroll.append(Asked(person.id, number, begun, answered))
    if said.ok:
        company.known("payroll", person.id, number)
    else:
        company.unsure("payroll", person.id)
    with company.lock:
        del company.acknowledged["busy", person.id]


def note_plan(scene: Scene) -> None:
    """A supervisor writes a note into a plan."""
    query = {"period": scene.month, "scheme": scene.company.scheme, "limit": "20"}
    listed = scene.caller.get("/v1/improvement-plans", **query)
    if not listed.ok or not listed.body["items"]:
        return
    plan = scene.dice.choice(listed.body["items"])
    read = scene.caller.get(f"/v1/improvement-plans/{plan['id']}")
    if not read.ok or read.etag is None:
        return
    note = f"{scene.company.mark} note {scene.company.number('note')}"
    path = f"/v1/improvement-plans/{plan['id']}"
    said = scene.caller.patch(path, {"note": note}, etag=read.etag)
    if said.ok:
        scene.company.known("note", note, plan["id"])
    elif said.unknown:
        scene.company.unsure("note", note)


def set_schedule(scene: Scene) -> None:
    read = scene.caller.get("/v1/export-schedule")
    if not read.ok or read.etag is None:
        return
    body = {"enabled": True, "day": scene.dice.randint(1, 28), "hour": scene.dice.randint(0, 23)}
    scene.caller.put("/v1/export-schedule", body, etag=read.etag)


def tick(scene: Scene) -> None:
    """What runs every hour, once more than the clock has it."""
    name = scene.made.deployment.functions[scene.dice.choice(("export_tick", "seal_audit"))]
    scene.made.client("lambda").invoke(
        FunctionName=name, InvocationType="Event", Payload=hourly_event()
    )


def new_version(scene: Scene) -> None:
    """Publish the scheme with another target, in effect from this round's month on."""
    company = scene.company
    version = company.number("version")
    document = MAKERS[company.scheme](TARGETS[version % len(TARGETS)])
    path = f"/v1/schemes/{company.scheme}"
    read = scene.caller.get(path)
    if not read.ok or read.etag is None:
        return
    drafted = scene.caller.put(path, document, etag=read.etag)
    if not drafted.ok or drafted.etag is None:
        return
    said = scene.caller.post(
        f"{path}/publish",
        {"effective_from": scene.month, "reason": "another target"},
        repeat=scene.once("publish-scheme"),
        etag=drafted.etag,
    )
    if said.code == "worse_off":
        said = scene.caller.post(
            f"{path}/publish",
            {
                "effective_from": scene.month,
                "reason": "another target",
                "accept": {"worse_off": said.body["worse_off"]},
            },
            repeat=scene.once("insist"),
            etag=drafted.etag,
        )
    if said.ok:
        company.known("version", str(said.body["version"]), scene.month)


def _send(scene: Scene, month: str, *, corrects: bool) -> None:
    file = scene.company.draw_file(scene.dice, month, corrects=corrects)
    made = _announce(scene, file)
    if made is not None:
        if scene.dice.random() < 0.3:
            time.sleep(scene.dice.random())
        file.sent = post_form(made.body["form"], file.name, file.content)


def _announce(scene: Scene, file: File) -> Said | None:
    body = {
        "scheme": scene.company.scheme,
        "period": file.period,
        "filename": file.name,
        "on_error": file.on_error,
    }
    said = scene.caller.post("/v1/uploads", body, repeat=scene.once("upload"))
    if not said.ok:
        if said.unknown:
            scene.company.unsure("upload", file.name)
        return None
    file.upload = said.body["id"]
    scene.company.known("upload", file.name, file.upload)
    return said


def _event(scene: Scene, file: File) -> str:
    key = quote_plus(f"uploads/{scene.company.id}/{file.upload}/{file.name}", safe="/")
    bucket = {"name": scene.made.deployment.bucket}
    record = {"eventName": "ObjectCreated:Post", "s3": {"bucket": bucket, "object": {"key": key}}}
    return json.dumps({"Records": [record]})


#: Each action with its name in the report and its weight in the draw.
ACTIONS: tuple[tuple[str, Action, int], ...] = (
    ("upload", upload, 8),
    ("correcting file", correct, 10),
    ("upload for another month", upload_other_month, 6),
    ("form never used", announce_only, 2),
    ("two files by one form", send_twice, 2),
    ("event again", repeat_event, 5),
    ("rescore", rescore, 4),
    ("publish", publish, 3),
    ("lock", lock, 2),
    ("export", export, 5),
    ("copy", copy, 2),
    ("erase", erase, 2),
    ("register change", change_register, 4),
    ("note in a plan", note_plan, 3),
    ("schedule", set_schedule, 2),
    ("tick", tick, 1),
    ("new version", new_version, 1),
)


def drawn(dice: random.Random, number: int) -> list[tuple[str, Action]]:
    """Draw the actions of one company in a round. There is always a file to score."""
    names = [(name, action) for name, action, _ in ACTIONS]
    weights = [weight for _, _, weight in ACTIONS]
    return [names[0], *dice.choices(names, weights, k=number)]
