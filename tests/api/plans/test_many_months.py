"""Plans of all months are listed month by month, which are looked for as they are needed."""

from chalicelib.periods.keys import key_of_period
from chalicelib.periods.newest_first import AHEAD, periods_newest_first
from chalicelib.plans import listing
from chalicelib.tenancy.platform import Platform
from tests.api.company import Company
from tests.api.fixtures import Calls
from tests.api.uploads.sending import Desk, csv_of, published
from tests.api.worker import worker_in
from tests.api.world import World

PATH = "/v1/improvement-plans"
LOW = "1001,Ann,red,7200,100,80,100"
YEARS = [f"{2017 + n // 12}-{n % 12 + 1:02d}" for n in range(120)]


def with_periods(platform: Platform, periods: list[str], schemes: list[str]) -> None:
    with worker_in(platform, "acme") as context:
        context.table.write_batch(
            (key_of_period(context.scope, period, scheme), {"period": period, "scheme": scheme})
            for period in periods
            for scheme in schemes
        )


def test_a_query_gives_a_year_of_one_scheme_or_a_month_of_many(
    desk: Desk, platform: Platform
) -> None:
    """Ten years of one scheme, twelve a query: ten queries, and one that finds the end."""
    quarters = ["2026", "2026-Q4"]
    with_periods(platform, [*YEARS, *quarters], ["s1"])
    with_periods(platform, YEARS[:3], [f"many-{n}" for n in range(AHEAD * 2)])
    queries: list[None] = []
    with worker_in(platform, "acme") as context:
        found = list(periods_newest_first(context, None, lambda: queries.append(None)))
        rest = list(periods_newest_first(context, "2026-02", lambda: None))
    assert found == sorted([*YEARS, *quarters], reverse=True)
    assert len(queries) <= 122 // AHEAD + 1 + 3
    assert rest == ["2026-01", "2026", *reversed(YEARS[:108])]


def test_each_plan_comes_once_whatever_lies_between_its_months(
    acme: Company, world: World, platform: Platform, calls: Calls
) -> None:
    """Plans of 2017 and of 2026, with nine empty years between them."""
    published(acme, effective_from="2017-01")
    desk = Desk(world, acme.hr, "acme")
    for period in ("2017-03", "2026-10"):
        desk.send(csv_of(LOW), period=period)
    with_periods(platform, YEARS, ["s1", "s2"])
    ids: list[str] = []
    cursor: dict[str, str] = {}
    pages = 0
    while True:
        calls()
        page = acme.hr.get(PATH, query={"limit": "2", **cursor}).ok()
        assert calls().count("Query") <= listing.MOST_QUERIES + 1
        ids += [plan["id"] for plan in page["items"]]
        pages += 1
        if page["next"] is None:
            break
        cursor = {"cursor": page["next"]}
    of_months = [
        {plan["id"] for plan in acme.hr.get(PATH, query={"period": period}).ok()["items"]}
        for period in ("2026-10", "2017-03")
    ]
    newest, oldest = map(len, of_months)
    assert newest
    assert oldest
    assert set(ids[:newest]) == of_months[0]
    assert set(ids[newest:]) == of_months[1]
    assert pages <= len(ids) + 3
