"""The worker of a run through a month dies at any write; its message comes again."""

import pytest

from chalicelib.signals import parts
from chalicelib.tenancy.platform import Platform
from tests.api.signals.conftest import watch  # noqa: F401 (fixture)
from tests.api.signals.watching import MONTH, PAIR, RUNS, Watch, person
from tests.faults.killing import NEVER, Killed, kill_points, killed_at


@pytest.mark.long
@pytest.mark.deep
def test_a_run_that_dies_is_completed_by_the_next_one_and_counts_nothing_twice(
    watch: Watch,  # noqa: F811
    platform: Platform,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(parts, "PAGE", 1)
    # 1001 and 1002 are odd at first; then 1001 is mended and 1003 becomes odd.
    watch.month(person("1001", 90, raised=50), person("1002", 90, raised=50), person("1003", 90))
    odd, even = ("1001", "1002"), ("1002", "1003")
    watch.rules(far_apart=[PAIR], automatic=True)
    writes: list[str] = []

    def killed(number: int) -> None:
        nonlocal writes, odd, even
        watch.hr.post(RUNS, MONTH).ok(201)
        (message,) = watch.world.messages("uploads")
        try:
            with killed_at(platform, number, after=False) as seen:
                watch.desk.run_once(message)
        except Killed:
            watch.clock.advance(minutes=30)
            watch.desk.deliver_body(message)
        else:
            writes = list(seen)
        run = watch.hr.get(f"{RUNS}/sgr_2026-10_desk").ok()
        assert (run["status"], watch.kind(run, "far_apart")) == ("completed", (3, 2, 0)), number
        assert sorted(watch.found()) == [f"{one} far_apart" for one in odd], number
        (period,) = [one for one in watch.world.items() if one["pk"]["S"] == "acme#periods"]
        assert period["signals"]["M"]["open"] == {"N": "2"}, number
        everybody = ("1001", "1002", "1003")
        watch.month(*(person(one, 90, raised=50 if one in even else 100) for one in everybody))
        odd, even = even, odd

    killed(NEVER)
    for number in kill_points(writes, after=False):
        killed(number)
