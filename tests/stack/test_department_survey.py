"""A shop whose other departments judge its service by links, on the deployed package.

The shop's chat system gives 60 points; the warehouse's four people, who have no account, give 40
by a survey of two questions. One of them never submits, another cannot judge Cara. Every figure is
what a plain reading of the marks says, in fractions.
"""

import csv
import io
import urllib.request
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from demo.client import ApiProblem, Client, upload
from tests.stack.conftest import Stack
from tests.stack.judged_month import band_of, ranks_of
from tests.stack.waiting import finished, until

# A closed round waits 35 seconds for requests under way: too long for `make test`.
pytestmark = [pytest.mark.stack, pytest.mark.long]

PERIOD, CODE = "2026-10", "shop"
QUESTIONS = ("accurate", "friendly")
SCHEME: dict[str, Any] = {
    "code": CODE,
    "name": {"zh": "网店客服", "en": "Shop service"},
    "total_points": "100",
    "sources": [{"code": "chat", "name": "Chat"}, {"code": "survey", "name": "Survey"}],
    "columns": [
        {"code": "solved", "name": "Solved", "unit": "percent", "source": "chat"},
        {
            "code": "cooperation_department",
            "name": "Other departments",
            "source": "survey",
            "type": "text",
        },
    ],
    "dimensions": [
        {
            "code": "all",
            "name": "All",
            "points": "100",
            "indicators": [
                {
                    "code": "solving",
                    "name": "Solving",
                    "unit": "percent",
                    "direction": "higher",
                    "max_points": "60",
                    "target": "90",
                    "value": {"kind": "metric", "column": "solved"},
                    "rule": {"kind": "step_deduct", "step": "1", "per_step": "1"},
                },
                {
                    "code": "cooperation",
                    "name": "Cooperation",
                    "unit": "point",
                    "direction": "higher",
                    "max_points": "40",
                    "value": {
                        "kind": "rating",
                        "raters": {"department": "1"},
                        "scale": {"min": "1", "max": "5"},
                        "questions": [{"code": one, "name": one} for one in QUESTIONS],
                    },
                    "rule": {"kind": "linear", "zero_at": "1", "full_at": "5"},
                },
            ],
        }
    ],
    "grades": [
        {"code": "good", "name": "Good", "min": "80", "coefficient": "1.1"},
        {"code": "fair", "name": "Fair", "min": "0", "coefficient": "1"},
    ],
}
BANDS = (("good", 80, "1.1"), ("fair", 0, "1"))
SOLVED = {"ann": 93, "bob": 84, "cara": 88}
#: What each of the warehouse says of each agent: accurate, friendly; None: cannot judge.
SAID: dict[str, dict[str, tuple[int | None, int | None]]] = {
    "w1": {"ann": (5, 4), "bob": (3, 3), "cara": (4, 4)},
    "w2": {"ann": (4, 4), "bob": (2, 4), "cara": (5, 3)},
    "w3": {"ann": (3, None), "bob": (4, 4), "cara": (None, None)},
}
#: Opens the link and saves, and never submits.
SILENT = "w4"


def points(who: str) -> tuple[Decimal, Decimal | None]:
    """The points of both lines, by a plain reading; None: too few marks to be told."""
    chat = Decimal(60 - max(0, 90 - SOLVED[who]))
    marks = []
    for said in SAID.values():
        answered = [mark for mark in said[who] if mark is not None]
        if answered:
            marks.append(Fraction(sum(answered), len(answered)))
    if len(marks) < 3:
        return chat, None
    value = sum(marks, Fraction(0)) / len(marks)
    return chat, rounded(40 * (value - 1) / 4)


def total(who: str) -> Decimal:
    """What was earned of the points that there are, of a hundred."""
    chat, survey = points(who)
    if survey is None:
        return rounded(Fraction(chat) * 100 / 60)
    return chat + survey


def rounded(exact: Fraction) -> Decimal:
    """Half up to two places, exactly."""
    return Decimal(int(exact * 100 + Fraction(1, 2))).scaleb(-2)


def onboarded(stack: Stack) -> Client:
    made = Client(stack.url, stack.operator_key).post("/tenants", {"id": "survey", "name": "Shop"})
    admin = Client(stack.url, made.body["api_key"]["secret"])
    draft = admin.post("/schemes", SCHEME)
    admin.post(f"/schemes/{CODE}/publish", {"effective_from": PERIOD}, draft.etag)
    joined = {"joined_on": "2025-01-01"}
    shop = [{"id": one, "name": one.title(), "team": "Shop", **joined} for one in SOLVED]
    others = [
        {"id": one, "name": one.upper(), "team": "Warehouse", **joined} for one in (*SAID, SILENT)
    ]
    admin.post("/employees/batch", {"employees": [*shop, *others]})
    return admin


def send_chat(admin: Client) -> None:
    wanted = {"scheme": CODE, "period": PERIOD, "filename": "chat.csv", "source": "chat"}
    made = admin.post("/uploads", wanted).body
    rows = "".join(f"{who},{rate}\n" for who, rate in SOLVED.items())
    upload(made["form"], "chat.csv", f"employee_id,solved\n{rows}".encode())
    done = until(lambda: admin.get(f"/uploads/{made['id']}").body, finished)
    assert done["counts"]["scored"] == len(SOLVED), done


def opened(admin: Client) -> str:
    """Make a round of the shop, rated by the warehouse, and open it; return its path."""
    last = (datetime.now(UTC) + timedelta(days=7)).date().isoformat()
    role = {"role": "department", "who": "named", "employees": [*SAID, SILENT]}
    wanted = {"scheme": CODE, "period": PERIOD, "closes_on": last, "teams": ["Shop"]}
    made = admin.post("/rating-rounds", {**wanted, "roles": [role]}).body
    path = f"/rating-rounds/{made['id']}"
    drawn = until(lambda: admin.get(path), lambda found: found.body["status"] != "drawing")
    assert (drawn.body["status"], drawn.body["forms"]) == ("draft", 12), drawn.body
    admin.post(f"{path}/open", {}, drawn.etag)
    return path


def links(admin: Client, path: str) -> dict[str, str]:
    """Draw a list as CSV, as the company sends it; return the tokens by rater."""
    request = urllib.request.Request(
        f"{admin.url}/v1{path}/links",
        data=b'{"page": "https://forms.shop.example/rate"}',
        method="POST",
        headers={
            "Authorization": f"Bearer {admin.key}",
            "Content-Type": "application/json",
            "Accept": "text/csv",
        },
    )
    with urllib.request.urlopen(request) as answer:
        rows = csv.DictReader(io.StringIO(answer.read().decode("utf-8-sig")))
    return {row["employee_id"]: row["link"].partition("#")[2] for row in rows}


def refused(admin: Client, token: str, method: str = "post") -> str:
    """Open a link, or ask for forms with a session, and return the code of the refusal."""
    caller = Client(admin.url, token)
    with pytest.raises(ApiProblem) as problem:
        caller.post("/rating-sessions", {}) if method == "post" else caller.get("/rating-tasks")
    return problem.value.code


def session(admin: Client, token: str) -> Client:
    return Client(admin.url, Client(admin.url, token).post("/rating-sessions", {}).body["secret"])


def fill_in(caller: Client, said: Any, *, submits: bool = True) -> None:
    for task in caller.items("/rating-tasks"):
        path = f"/rating-tasks/{task['id']}"
        marks = zip(QUESTIONS, said[task["employee_id"]], strict=True)
        answers = [
            {
                "indicator": "cooperation",
                "question": question,
                "mark": None if mark is None else str(mark),
            }
            for question, mark in marks
        ]
        saved = caller.put(path, {"answers": answers}, caller.get(path).etag)
        if submits:
            caller.post(f"{path}/submit", {}, saved.etag)


def test_a_department_without_accounts_judges_the_shop_by_links(stack: Stack) -> None:
    admin = onboarded(stack)
    send_chat(admin)
    path = opened(admin)
    former = links(admin, path)
    tokens = links(admin, path)
    assert set(tokens) == {*SAID, SILENT}
    # The second list revokes the first, and a link opens once.
    assert refused(admin, former["w1"]) == "unauthenticated"
    for rater, said in SAID.items():
        caller = session(admin, tokens[rater])
        assert refused(admin, tokens[rater]) == "link_used"
        with pytest.raises(ApiProblem) as problem:
            caller.get("/employees")
        assert problem.value.code == "forbidden"
        fill_in(caller, said)
        # With the last form the session is over.
        assert refused(admin, caller.key, "get") == "link_over"
    silent = session(admin, tokens[SILENT])
    fill_in(silent, SAID["w1"], submits=False)
    (progress,) = admin.get(f"{path}/progress").body["items"]
    assert (progress["team"], progress["forms"], progress["submitted"]) == ("Warehouse", 12, 9)

    closed = admin.post(f"{path}/close", {}, admin.get(path).etag).body
    assert refused(admin, silent.key, "get") == "link_over"
    done = until(lambda: admin.get(f"/uploads/{closed['upload']}").body, finished)
    assert done["status"] == "completed", done
    ranks = ranks_of({who: total(who) for who in SOLVED})
    for who in SOLVED:
        card = admin.get(f"/employees/{who}/scorecards/{PERIOD}", scheme=CODE).body
        lines = {line["indicator"]: line for line in card["lines"]}
        chat, survey = points(who)
        assert Decimal(lines["solving"]["points"]) == chat, who
        found = lines["cooperation"]["points"]
        assert (None if found is None else Decimal(found)) == survey, (who, lines)
        assert Decimal(card["total"]) == total(who), who
        paid = (card["grade"], Decimal(card["coefficient"]))
        assert paid == band_of(total(who), BANDS), who
        assert (card["state"], card["rank"]) == ("provisional", ranks[who]), who
    # Of Cara two could judge: too few to be told, for whoever reads.
    assert points("cara")[1] is None
    assert rounded(Fraction(Decimal(58)) * 100 / 60) == total("cara") == Decimal("96.67")
