"""What an amount of usage costs in a month at list prices, part by part, in exact decimals."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from chalicelib.costs.prices import PriceList
from chalicelib.costs.records import Counter
from chalicelib.language import Text

#: Amounts of money are rounded to a millionth. The total is the sum of the rounded parts.
PLACES = Decimal("0.000001")
GIGABYTE = Decimal(10**9)
#: Lambda counts a gigabyte of memory as 1,024 megabytes.
MEGABYTES, MILLISECONDS = Decimal(1024), Decimal(1000)
#: Executions for a request: the API's function, and the authorizer's (an upper bound: the gateway
#: keeps its answers for some seconds).
EXECUTIONS = 2
#: Requests to SQS for a run: its message is sent, received, hidden and deleted.
QUEUE_REQUESTS = 4


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the price: so much of something, and what that costs."""

    code: str
    name: Text
    quantity: Decimal
    amount: Decimal


def gigabyte_seconds(counter: Counter) -> Decimal:
    """Return the memory of the functions times their time, as Lambda bills it."""
    return counter.memory_ms / MEGABYTES / MILLISECONDS


def parts(prices: PriceList, counter: Counter) -> list[Part]:
    """Return the parts of a month's price, each with its quantity."""
    return [
        Part(code, name, quantity, (quantity * price).quantize(PLACES, ROUND_HALF_UP))
        for code, name, quantity, price in _parts(prices, counter)
    ]


def total(found: list[Part]) -> Decimal:
    return sum((part.amount for part in found), Decimal(0)).quantize(PLACES)


def _parts(prices: PriceList, counter: Counter) -> Iterator[tuple[str, Text, Decimal, Decimal]]:
    price, requests, runs = prices.of, Decimal(counter.requests), Decimal(counter.runs)
    stored = price["table_gigabyte_month"] + price["table_backup_gigabyte_month"]
    yield (
        "table_reads",
        Text("数据表读取单位", "read units of the table"),
        counter.read_units,
        price["read_unit"],
    )
    yield (
        "table_writes",
        Text("数据表写入单位", "write units of the table"),
        counter.write_units,
        price["write_unit"],
    )
    yield (
        "table_storage",
        Text("数据表存储及备份（GB·月）", "stored in the table, with backups (GB-months)"),
        (counter.table_bytes or 0) / GIGABYTE,
        stored,
    )
    yield (
        "file_storage",
        Text("文件存储（GB·月）", "stored files (GB-months)"),
        (counter.file_bytes or 0) / GIGABYTE,
        price["object_gigabyte_month"],
    )
    yield (
        "file_reads",
        Text("读取文件的请求", "requests that read files"),
        Decimal(counter.object_reads),
        price["object_read"],
    )
    yield (
        "file_writes",
        Text("写入或列出文件的请求", "requests that write or list files"),
        Decimal(counter.object_writes),
        price["object_write"],
    )
    yield (
        "functions",
        Text("函数运行（GB·秒）", "functions at work (GB-seconds)"),
        gigabyte_seconds(counter),
        price["gigabyte_second"],
    )
    yield (
        "executions",
        Text("函数调用次数", "executions of functions"),
        EXECUTIONS * requests + runs,
        price["invocation"],
    )
    yield (
        "gateway",
        Text("网关请求", "requests to the gateway"),
        requests,
        price["api_request"],
    )
    yield (
        "traces",
        Text("调用追踪", "traces"),
        requests,
        price["trace"],
    )
    yield (
        "queues",
        Text("队列请求", "requests to queues"),
        QUEUE_REQUESTS * runs,
        price["queue_request"],
    )
