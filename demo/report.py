"""A company's report of a month: the upload's result, the scorecards, one card explained."""

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Final

from chalicelib.templates.library import template
from demo.client import Client
from demo.table import Align, table, wrapped
from demo.tenants import DemoTenant
from demo.words import Words

SHOWN: Final = 5
LOOKED_AT: Final = 12
COLUMNS: Final = 100
ALIGN: Final[tuple[Align, ...]] = ("right", "left", "left", "left", "right", "left", "right")


def show_upload(client: Client, tenant: DemoTenant, upload: Any, words: Words) -> None:
    """Print the numbers of rows, scored and failed, and the reason of each failed row."""
    if upload["status"] == "rejected":
        print("  " + words.rejected.format(message=upload["reason"]["message"]))
        return
    print("  " + words.counts.format(period=upload["period"], **upload["counts"]))
    if upload.get("incomplete"):
        print("  " + words.incomplete.format(count=upload["incomplete"]))
    if upload["counts"]["failed"]:
        names = _column_names(tenant)
        for bad in client.items(f"/uploads/{upload['id']}/errors"):
            for error in bad["errors"]:
                column = names.get(error["column"], error["column"] or "")
                reason = words.bad_row.format(
                    row=bad["row"], column=column, message=error["message"]
                )
                print(wrapped(reason, COLUMNS, "    "))


def scorecards(client: Client, tenant: DemoTenant, period: str) -> list[Any]:
    """Return the month's scorecards, the best first, those without a total last."""
    found = client.items(f"/periods/{period}/scorecards", scheme=tenant.scheme)
    return sorted(found, key=lambda card: (card["total"] is None, _total(card) * -1))


def show_scorecards(cards: Sequence[Any], tenant: DemoTenant, period: str, words: Words) -> None:
    """Print the best and the worst as a table, and the number of people with each grade."""
    print(f"\n  {words.scorecards.format(period=period)}")
    best, worst = cards[:SHOWN], cards[SHOWN:][-SHOWN:]
    rows = [_row(card, tenant.locale, words) for card in [*best, *worst]]
    heading, rule, *lines = table(words.headings, rows, ALIGN).splitlines()
    shown = [heading, rule, *lines[: len(best)], rule, *lines[len(best) :]]
    print("\n".join(f"    {line}" for line in shown))
    # Cards are sorted from the best to the worst, so grades are counted in that order too.
    counted = Counter(_grade(card, tenant.locale) or words.no_total for card in cards)
    shares = ", ".join(f"{name} {count}" for name, count in counted.items())
    print(f"    {words.distribution}: {shares}")


def most_telling(client: Client, tenant: DemoTenant, cards: Sequence[Any]) -> Any:
    """Return an explained card near the middle: with a line left out, if one of a dozen has it."""
    with_total = [card for card in cards if card["total"] is not None]
    middle = len(with_total) // 2
    nearest = sorted(range(len(with_total)), key=lambda place: abs(place - middle))
    looked_at = [_explained(client, tenant, with_total[place]) for place in nearest[:LOOKED_AT]]
    with_gap = (
        card
        for card in looked_at
        if any(line["status"] == "not_available" for line in card["lines"])
    )
    return next(with_gap, looked_at[0])


def show_explained(card: Any, locale: str, words: Words) -> None:
    """Print every line with its points and the arithmetic in words."""
    heading = words.explained.format(
        name=card["employee_name"], id=card["employee_id"], period=card["period"]
    )
    print(f"\n  {heading}")
    for line in card["lines"]:
        scored = words.left_out
        if line["points"] is not None:
            scored = words.points.format(points=line["points"], max_points=line["max_points"])
        print(f"    {line['name'][locale]}: {scored}")
        print(wrapped(line["explanation"][locale], COLUMNS, "      "))
    grade = f"{_grade(card, locale)} × {card['coefficient']}"
    print(f"    {words.total}: {card['total']} {grade}")
    print(wrapped(card["explanation"][locale], COLUMNS, "      "))
    if card["next_grade"] is not None:
        next_grade = f"{words.next_grade}: {card['next_grade']['words'][locale]}"
        print(wrapped(next_grade, COLUMNS, "      "))


def _column_names(tenant: DemoTenant) -> dict[str, str]:
    columns = template(tenant.template).document()["columns"]
    return {column["code"]: column["name"][tenant.locale] for column in columns}


def _explained(client: Client, tenant: DemoTenant, card: Any) -> Any:
    path = f"/employees/{card['employee_id']}/scorecards/{card['period']}"
    return client.get(path, scheme=tenant.scheme, explain="true").body


def _row(card: Any, locale: str, words: Words) -> tuple[str, ...]:
    rank = card["rank"]
    return (
        "" if rank is None else str(rank["position"]),
        card["employee_id"],
        card["employee_name"] or "",
        card["team"] or "",
        card["total"] or words.no_total,
        _grade(card, locale),
        card["coefficient"] or "",
    )


def _grade(card: Any, locale: str) -> str:
    name = card["grade_name"]
    return name[locale] if name else card["grade"] or ""


def _total(card: Any) -> Decimal:
    return Decimal(card["total"] or 0)
