"""What a company sees of a month: its upload's result, its scorecards, one of them explained."""

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Final

from demo.client import Client
from demo.table import Align, table, wrapped
from demo.tenants import DemoTenant
from demo.words import Words

SHOWN: Final = 5
COLUMNS: Final = 100
ALIGN: Final[tuple[Align, ...]] = ("right", "left", "left", "left", "right", "left", "right")


def show_upload(client: Client, upload: Any, words: Words) -> None:
    """Rows, scored, failed, and why each failed row failed."""
    if upload["status"] == "rejected":
        print("  " + words.rejected.format(message=upload["reason"]["message"]))
        return
    print("  " + words.counts.format(period=upload["period"], **upload["counts"]))
    if upload["counts"]["failed"]:
        for bad in client.items(f"/uploads/{upload['id']}/errors"):
            for error in bad["errors"]:
                reason = words.bad_row.format(
                    row=bad["row"], column=error["column"] or "", message=error["message"]
                )
                print(wrapped(reason, COLUMNS, "    "))


def scorecards(client: Client, tenant: DemoTenant, period: str) -> list[Any]:
    """The month's scorecards, the best first, those without a total last."""
    found = client.items(f"/periods/{period}/scorecards", scheme=tenant.scheme)
    return sorted(found, key=lambda card: (card["total"] is None, _total(card) * -1))


def show_scorecards(
    cards: Sequence[Any], grades: dict[str, str], period: str, words: Words
) -> None:
    """The best and the worst as a table, and how many have each grade."""
    print(f"\n  {words.scorecards.format(period=period)}")
    best, worst = cards[:SHOWN], cards[SHOWN:][-SHOWN:]
    rows = [_row(card, grades, words) for card in [*best, *worst]]
    lines = table(words.headings, rows, ALIGN).splitlines()
    rule = lines[1]
    if worst:
        lines.insert(2 + len(best), rule)
    print("\n".join(f"    {line}" for line in lines))
    counted = Counter(grades.get(card["grade"], words.no_total) for card in cards)
    order = [*grades.values(), words.no_total]
    shares = ", ".join(f"{name} {counted[name]}" for name in order if counted[name])
    print(f"    {words.distribution}: {shares}")


def most_telling(cards: Sequence[Any]) -> Any:
    """The scorecard to explain: one with a line left out and points lost, near the middle."""
    with_gap = [
        card
        for card in cards
        if card["total"] is not None
        and any(line["status"] == "not_available" for line in card["lines"])
    ]
    candidates = with_gap or [card for card in cards if card["total"] is not None]
    return candidates[len(candidates) // 2]


def show_explained(
    client: Client, tenant: DemoTenant, card: Any, indicators: dict[str, str], words: Words
) -> None:
    """Every line with its points and the arithmetic in words."""
    found = client.get(
        f"/employees/{card['employee_id']}/scorecards/{card['period']}",
        scheme=tenant.scheme,
        explain="true",
    ).body
    heading = words.explained.format(
        name=found["employee_name"], id=found["employee_id"], period=found["period"]
    )
    print(f"\n  {heading}")
    for line in found["lines"]:
        scored = words.left_out
        if line["points"] is not None:
            scored = words.points.format(points=line["points"], max_points=line["max_points"])
        print(f"    {indicators[line['indicator']]}: {scored}")
        print(wrapped(line["explanation"][tenant.locale], COLUMNS, "      "))
    print(f"    {words.total}: {found['total']}")
    if found.get("explanation"):
        print(wrapped(found["explanation"][tenant.locale], COLUMNS, "      "))


def _row(card: Any, grades: dict[str, str], words: Words) -> tuple[str, ...]:
    rank = card.get("rank") or {}
    return (
        str(rank.get("position", "")),
        card["employee_id"],
        card["employee_name"] or "",
        card["team"] or "",
        card["total"] or words.no_total,
        grades.get(card["grade"], ""),
        card["coefficient"] or "",
    )


def _total(card: Any) -> Decimal:
    return Decimal(card["total"] or 0)
