"""What must hold of a month at any time, read as anybody who may read it has it.

It is a second statement: nothing of the service is used, and no figure is taken on trust that can
be put together from others.
"""

import csv
import io
from decimal import Decimal
from typing import Any

from tests.api.histories.plain_reading import wrong
from tests.faults.life_of_a_month import Life
from tests.faults.month_as_read import MONTH

DECIDED = ("upheld", "partly_upheld", "rejected")


def check_whole_books(life: Life) -> None:
    """All that costs many requests."""
    check_histories(life)
    check_differences(life)
    check_judges(life)


def check_what_is_owed(life: Life) -> None:
    """What was paid and all differences together are what stands, for everybody."""
    paid, stands = life.coefficients(), life.coefficients(effective="true")
    owed = dict.fromkeys(stands, Decimal(0))
    for one in life.corrections():
        owed[one["employee_id"]] = owed.get(one["employee_id"], Decimal(0)) + Decimal(
            one["difference"] or 0
        )
    assert {one: paid.get(one, Decimal(0)) + more for one, more in owed.items()} == stands


def check_locked_bytes(life: Life) -> None:
    """No byte of a file that payroll has fetched ever changes, not by an erasure that keeps files
    either."""
    if life.fetched:
        exports = {one["id"]: one for one in life.files()}
        for export, content in life.fetched.items():
            assert life.payroll.content(exports[export]) == content, life.done


def check_locked_rows(life: Life) -> None:
    """While a lock stands no row of its month changes, but the name of who was erased."""
    if life.state() != "locked":
        life.locked = None
        return
    reply = life.company.hr.get(f"{MONTH}/bonus-coefficients", headers={"Accept": "text/csv"})
    if reply.status != 200:
        return
    text = reply.text.removeprefix("\ufeff")
    rows = {row["employee_id"]: row for row in csv.DictReader(io.StringIO(text))}
    before = life.locked or rows
    gone, new = before.keys() - rows.keys(), rows.keys() - before.keys()
    assert gone <= life.erased, life.done
    assert len(gone) == len(new)
    for one in before.keys() & rows.keys():
        assert rows[one] == before[one], life.done
    named = ("employee_id", "employee_name", "team")
    left = [{**rows[one], **dict.fromkeys(named, "")} for one in new]
    assert left == [{**before[one], **dict.fromkeys(named, "")} for one in gone], life.done
    life.locked = rows


def check_histories(life: Life) -> None:
    """Every revision of everybody is there, with its cause and an unbroken chain of hashes; what an
    erasure took, it says."""
    listed = life.company.hr.get(f"{MONTH}/scorecards", query={"limit": 200}).ok()["items"]
    for card in listed:
        history = life.history(card["employee_id"])
        items = history["items"]
        assert [one["revision"] for one in items] == list(range(1, len(items) + 1)), life.done
        assert items[-1]["revision"] == history["chain"]["last"]["revision"] >= card["revision"]
        assert (history["chain"]["verified"], wrong(history)) == (True, []), life.done
        assert all(one["causes"] for one in items), life.done
        said = [one["erased"]["erasure"] for one in items if one["erased"] is not None]
        if card["employee_id"] in life.agents:
            assert said == [], life.done
        else:
            # All until then; a case of the pseudonym may be decided afterwards.
            assert said, life.done
            assert set(said) == {life.erasure}, life.done
            assert all(one["erased"] for one in items[: len(said)]), life.done


def check_differences(life: Life) -> None:
    """Each difference is as the lines of all files, and payroll's last words of them, say."""
    lock, stands = life.coefficients(), life.coefficients(effective="true")
    every, there = life.lines(), {one["id"] for one in life.files()}
    found = life.differences()
    assert {line["person"] for line in every} <= {one["person"] for one in found}
    for one in found:
        who = one["employee_id"]
        lines = [line for line in every if line["person"] == one["person"]]
        accepted = [line for line in lines if line["answer"] == "accepted"]
        paid = lock.get(who, Decimal(0)) + sum(map(_amount, accepted))
        assert (Decimal(one["paid"]), Decimal(one["stands"])) == (paid, stands[who]), life.done
        if one["export"] is None or one["export"] in there:
            assert one["status"] == _status(one, lines, stands[who] - paid), life.done


def _status(one: dict[str, Any], lines: list[dict[str, Any]], due: Decimal) -> str:
    """The state of a difference in plain words. ``due`` is what payroll has not yet."""
    if any(line["answer"] == "unanswered" for line in lines):
        return "exported"
    last = next((line["answer"] for line in lines if line["export"] == one["export"]), None)
    if due == 0:
        return "paid" if last == "accepted" else "settled"
    if due < 0 and one["basis"] is None:
        return "waiting"
    return "rejected" if last == "rejected" else "pending"


def _amount(line: dict[str, Any]) -> Decimal:
    return Decimal(line["difference"]["difference"])


def check_judges(life: Life) -> None:
    """Nobody has decided on an appeal of their own, nor on a case that they judged."""
    for one in life.company.hr.get("/v1/appeals").ok()["items"]:
        whole: Any = life.company.hr.get(f"/v1/appeals/{one['id']}").ok()
        judged = {whole["employee_id"]}
        if whole["against"]["kind"] == "case":
            case: Any = life.company.hr.get(f"/v1/cases/{whole['against']['case']}").ok()
            signed = (case["proposal"], case["decisions"].get("confirmed") or {})
            judged |= {who for sign in signed if (who := sign.get("employee_id"))}
        for step in whole["steps"]:
            if step["status"] in DECIDED:
                assert step["employee_id"] not in judged, life.done
