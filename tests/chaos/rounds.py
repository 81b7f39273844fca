"""One round: faults and actions drawn from the seed, then rest, then the checker."""

import random
import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime

from tests.chaos import actions, check_copies, check_exports, check_work, faults
from tests.chaos.caller import Caller
from tests.chaos.checker import check
from tests.chaos.company import Company
from tests.chaos.deployed import Deployed
from tests.chaos.faults import MOODS, RoundFaults
from tests.chaos.rest import age_leases, come_to_rest, tick
from tests.chaos.retired import Retired
from tests.chaos.schemes import MAKERS, MONTHS
from tests.chaos.seen import Looker, Seen
from tests.chaos.violations import Memory, Violation

#: Actions of a company in a round beside its file, users at the same time, and the seconds within
#: which actions begin.
FEWEST, MOST, AT_ONCE, SPREAD = 2, 5, 4, 1.2
#: Rounds after which outdated results are always rescored before the check.
SETTLE_EACH = 3
#: The rule that everything ends.
RESTS = "comes to rest"


@dataclass(slots=True)
class Told:
    """What a round came to."""

    number: int
    mood: str
    seconds: float = 0.0
    actions: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    violations: list[Violation] = field(default_factory=list)
    checked: int = 0
    rest_seconds: float = 0.0
    redriven: int = 0
    leases_aged: int = 0
    waited_for: Counter[str] = field(default_factory=Counter)

    @property
    def stuck(self) -> bool:
        """Return whether something had not ended when the time to rest was up."""
        return any(one.rule == RESTS for one in self.violations)


@dataclass(slots=True)
class Stage:
    """What rounds share: the deployed service, the companies of now, what must not change."""

    made: Deployed
    looker: Looker
    companies: list[Company]
    memory: Memory
    retired: Retired
    seed: int


def play(stage: Stage, number: int) -> Told:
    """Play a round and check what is left of it."""
    dice = random.Random(f"{stage.seed}/{number}")
    mood = dice.choice(MOODS)
    plan = RoundFaults(stage.seed, number, mood)
    told, began = Told(number, mood), time.monotonic()
    stage.made.proxy.begin(plan)
    _act(stage, plan, told, dice)
    plan.end()
    _rest(stage, told)
    told.faults = plan.counts
    strict = number % SETTLE_EACH == 0
    swept = _sweep(stage, told) if strict else None
    found = _look(stage, told)
    if strict:
        found = _rescored(stage, told, found)
    _check(stage, told, found, swept)
    if number % 2:
        _check_at_rest(stage, told, stage.companies[number % 3], dice)
    told.seconds = time.monotonic() - began
    return told


def _act(stage: Stage, plan: RoundFaults, told: Told, dice: random.Random) -> None:
    """Do the round's actions at the same time, and kill processes beside them."""
    jobs: list[tuple[float, str, Callable[[], None]]] = []
    for company in stage.companies:
        month = dice.choice(MONTHS)
        caller = Caller(stage.made.url, company.key)
        for name, action in actions.drawn(dice, dice.randint(FEWEST, MOST)):
            own = random.Random(dice.random())
            scene = actions.Scene(stage.made, company, caller, told.number, month, own)
            jobs.append((dice.random() * SPREAD, name, _job(action, scene)))
    killer = threading.Thread(target=_kill_at_random, args=(stage, plan, dice.random()))
    killer.start()
    start = time.monotonic()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for at, name, job in sorted(jobs, key=lambda entry: entry[0]):
            told.actions[name] += 1
            pool.submit(_later, start + at, job)
    killer.join()


def _job(action: actions.Action, scene: actions.Scene) -> Callable[[], None]:
    return lambda: action(scene)


def _later(at: float, job: Callable[[], None]) -> None:
    time.sleep(max(0.0, at - time.monotonic()))
    job()


def _kill_at_random(stage: Stage, plan: RoundFaults, chance: float) -> None:
    """Kill one to three processes at any moment of the round."""
    dice = random.Random(chance)
    if plan.mood not in ("killing", "mixed"):
        return
    for _ in range(dice.randint(1, 3)):
        time.sleep(dice.random() * 1.5)
        function = dice.choice(("score_upload", "score_upload", "run_export", "run_job", "app"))
        # One that is still starting has sent no request, so nobody knows which message it holds.
        held = stage.made.proxy.held
        processes = [
            pid for pid in stage.made.processes.of(function) if function == "app" or pid in held
        ]
        if processes:
            stage.made.proxy.strike(function, dice.choice(processes), faults.KILLED_ANY_TIME)
            plan.count(faults.KILLED_ANY_TIME)


def _rest(stage: Stage, told: Told) -> None:
    rested = come_to_rest(stage.made)
    told.rest_seconds += rested.seconds
    told.redriven += rested.redriven
    told.leases_aged += rested.leases_aged
    told.waited_for += rested.waited_for
    for what, number in rested.waiting.items():
        told.violations.append(
            Violation(RESTS, "all", what, "nothing waits", f"{number} after the time")
        )


def _sweep(stage: Stage, told: Told) -> str:
    """Let the product's hourly function end what nothing else does; return when that began."""
    begun = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%S}"
    age_leases(stage.made)
    if (error := tick(stage.made, "export_tick")) is not None:
        told.violations.append(Violation("the hourly function succeeds", "all", "-", "no", error))
    _rest(stage, told)
    told.violations += stage.retired.check()
    return begun


def _look(stage: Stage, told: Told) -> dict[str, Seen]:
    for company in stage.companies:
        _learn_versions(stage, company)
    return stage.looker.all(stage.companies)


def _learn_versions(stage: Stage, company: Company) -> None:
    """Learn versions of which nobody was told, by their target: a lost answer's were published."""
    caller = Caller(stage.made.url, company.key)
    said = caller.get(f"/v1/schemes/{company.scheme}/versions", limit="50")
    for one in said.body["items"] if said.ok else ():
        number = int(one["version"])
        if number in company.versions:
            continue
        read = caller.get(f"/v1/schemes/{company.scheme}/versions/{number}")
        lines = read.body["document"]["dimensions"][0]["indicators"]
        target = next(line["target"] for line in lines if line["code"] == "answer_time")
        company.versions[number] = MAKERS[company.scheme](str(target))


def _rescored(stage: Stage, told: Told, found: dict[str, Seen]) -> dict[str, Seen]:
    """Rescore what is said to be outdated, month after month, since one builds on the other."""
    for month in MONTHS:
        asked = False
        for company in stage.companies:
            view = found[company.id].periods.get(month, {})
            if view.get("outdated") and view["state"] != "locked":
                caller = Caller(stage.made.url, company.key)
                body = {"scheme": company.scheme}
                repeat = f"settle-{told.number}-{month}-{company.mark}"
                asked |= caller.post(f"/v1/periods/{month}/rescore", body, repeat=repeat).ok
                told.actions["rescore what is outdated"] += 1
        if asked:
            _rest(stage, told)
            found = _look(stage, told)
    return found


def _check(stage: Stage, told: Told, found: dict[str, Seen], swept: str | None) -> None:
    for company in stage.companies:
        seen = found[company.id]
        told.violations += check(company, seen, stage.memory)
        told.checked += len(seen.items)
        if swept is not None:
            told.violations += check_work.check_swept(company, seen, swept)
        for month, view in seen.periods.items():
            if swept is not None and view.get("outdated") and view["state"] != "locked":
                told.violations.append(
                    Violation("a rescoring ends what is outdated", company.id, month, "no", "yes")
                )


def _check_at_rest(stage: Stage, told: Told, company: Company, dice: random.Random) -> None:
    """Export a month, now and then copy the company, while nothing else runs."""
    caller = Caller(stage.made.url, company.key)
    found = stage.looker.all(stage.companies)[company.id]
    export, copied, month = None, None, ""
    if found.periods:
        month = dice.choice(sorted(found.periods))
        body = {"scheme": company.scheme, "period": month, "format": "jsonl"}
        export = caller.post("/v1/exports", body, repeat=f"rest-{told.number}")
    if told.number % 6 == 1:
        copied = caller.post("/v1/tenant/copies", {}, repeat=f"rest-copy-{told.number}")
    _rest(stage, told)
    seen = stage.looker.all(stage.companies)[company.id]
    if export is not None and export.ok:
        made = check_exports.check_at_rest(company, seen, export.body["id"], month)
        told.violations += made
        told.actions["export at rest"] += 1
    if copied is not None and copied.ok:
        told.violations += check_copies.check_at_rest(company, seen, copied.body["id"])
        told.actions["copy at rest"] += 1
