"""Forms of bench-rounds: submitted by many raters at once beside plain PUTs, or stored directly."""

import json
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Any

import requests

from benchmarks.deployed import Service
from benchmarks.rated_company import DRAW, LINE, QUESTIONS, Company, Form
from benchmarks.upload_floor import Item
from chalicelib.rating_forms.keys import index_of_forms_about, key_of_form
from chalicelib.rating_forms.records import task_id

#: Requests at a time, and forms in a part: saving, submitting and plain PUTs take turns.
AT_ONCE, PART = 8, 120
WRITERS = 4


@dataclass
class Seconds:
    """Seconds of the clock of each kind of request, summed over the parts."""

    saved: float = 0
    submitted: float = 0
    plain: float = 0


class Raters:
    """The callers of raters, who are of hr too: a key for each, a connection for each thread."""

    def __init__(self, company: Company, round_id: str, forms: Sequence[Form]) -> None:
        self._company, self._round, self._local = company, round_id, threading.local()
        self._keys: dict[str, str] = {}
        with ThreadPoolExecutor(AT_ONCE) as pool:
            list(pool.map(self._key_for, sorted({one.rater for one in forms})))

    def _key_for(self, rater: str) -> None:
        """Make a rater's key, and use it once: so the functions' workers are warm."""
        body = {"roles": ["agent", "hr"], "employee_id": rater}
        made = self._service.call("POST", "/v1/api-keys", self._company.key, json=body)
        self._keys[rater] = made.json()["secret"]
        self._service.call("GET", "/v1/me", self._keys[rater])

    @property
    def _service(self) -> Service:
        """The service with this thread's own connection."""
        if not hasattr(self._local, "service"):
            self._local.service = replace(self._company.service, session=requests.Session())
        found: Service = self._local.service
        return found

    def save(self, form: Form) -> None:
        answers = [
            {"indicator": LINE, "question": question, "mark": mark_of(form)}
            for question in QUESTIONS
        ]
        self._send("PUT", form, "", {"answers": answers})

    def submit(self, form: Form) -> None:
        self._send("POST", form, "/submit", {})

    def _send(self, method: str, form: Form, then: str, body: Any) -> None:
        path = f"/v1/rating-tasks/{task_id(self._round, form.role, form.ratee)}{then}"
        key = self._keys[form.rater]
        self._service.call(method, path, key, json=body, headers={"If-Match": "*"})

    def put_plainly(self, form: Form) -> None:
        """Register a new person by a PUT with a rater's key, a body about as long as a form's."""
        name = f"N{form.rater}{form.role}{form.ratee}"
        body = {"name": name, "team": "newcomers", "external_ids": {"hris": f"{name}{'4' * 60}"}}
        self._service.call("PUT", f"/v1/employees/{name}", self._keys[form.rater], json=body)


def mark_of(form: Form) -> str:
    """Return the mark that a rater gives, from 4 to 9.5."""
    return str(4 + sum(map(ord, f"{form.rater}{form.ratee}")) % 12 / 2)


def submitted_at_once(raters: Raters, forms: Sequence[Form]) -> Seconds:
    """Save, submit and put plainly as many things, part by part.

    The gateway asks for a caller once in half a minute: plain PUTs go first every other time.
    """
    taken = Seconds()
    for number, start in enumerate(range(0, len(forms), PART)):
        some = forms[start : start + PART]
        if number % 2:
            taken.plain += _seconds(raters.put_plainly, some)
        taken.saved += _seconds(raters.save, some)
        taken.submitted += _seconds(raters.submit, some)
        if not number % 2:
            taken.plain += _seconds(raters.put_plainly, some)
    return taken


def _seconds(send: Callable[[Form], None], forms: Sequence[Form]) -> float:
    begun = time.perf_counter()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(send, forms))
    return time.perf_counter() - begun


def refuse_losses(company: Company, round_id: str, forms: Sequence[Form]) -> list[Item]:
    """Return the stored items of these forms; end the program when one is lost or is another."""
    found = company.forms(round_id, forms)
    marks = {(item["rater"]["S"], item["role"]["S"], item["ratee"]["S"]): item for item in found}
    for one in forms:
        item = marks.get((one.rater, one.role, one.ratee))
        said = None if item is None else item["answers"]["M"][LINE]["M"]
        if item is None or item["status"]["S"] != "submitted" or said is None:
            raise SystemExit(f"a form is lost: {one}")
        if {float(mark["N"]) for mark in said.values()} != {float(mark_of(one))}:
            raise SystemExit(f"a form says something else: {json.dumps(said)}")
    pages = company.call("GET", f"/rating-rounds/{round_id}/progress", params={"limit": "200"})
    numbers = [pages.json()]
    while numbers[-1]["next"] is not None:
        asked = {"limit": "200", "cursor": numbers[-1]["next"]}
        numbers.append(
            company.call("GET", f"/rating-rounds/{round_id}/progress", params=asked).json()
        )
    counted = sum(one["submitted"] for page in numbers for one in page["items"])
    if counted != len(forms):
        raise SystemExit(f"{counted} of {len(forms)} submitted forms are counted")
    return found


def store(company: Company, round_id: str, forms: Sequence[Form], like: Item) -> None:
    """Store forms as those that were submitted are, without a request for each."""
    company.write((_item(company, round_id, one, like) for one in forms), WRITERS)


def _item(company: Company, round_id: str, form: Form, like: Item) -> Item:
    scope, mark = company.scope, {"N": mark_of(form)}
    at = key_of_form(scope, round_id, DRAW, form.rater, form.role, form.ratee, company.shards)
    index = index_of_forms_about(scope, form.ratee)
    entry = scope.index_entry(index, round_id, form.role, form.rater)
    own = {"rater": form.rater, "role": form.role, "ratee": form.ratee}
    texts = {"pk": at.pk, "sk": at.sk, **own, **entry}
    said = {LINE: {"M": dict.fromkeys(QUESTIONS, mark)}}
    return {**like, **{name: {"S": text} for name, text in texts.items()}, "answers": {"M": said}}


def spread(forms: Sequence[Form], number: int) -> Iterator[Form]:
    """Yield so many forms (or all): all those of raters who are evenly spread over the company."""
    by_rater: dict[str, list[Form]] = {}
    for one in forms:
        by_rater.setdefault(one.rater, []).append(one)
    raters = list(by_rater)
    each = len(forms) // len(raters)
    wanted = max(1, min(len(raters), -(-number // each)))
    for place in range(wanted):
        yield from by_rater[raters[place * len(raters) // wanted]]
