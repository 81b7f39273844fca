"""What the package adds to the service."""

from collections.abc import Iterator

from chalicelib.contents import Package
from chalicelib.differences import erasure, lines, presenting, records, routes
from chalicelib.differences.keys import (
    DIFFERENCE_COUNTS,
    DIFFERENCE_LINES,
    DIFFERENCES,
    partition_of_counts,
    partition_of_differences,
    partition_of_lines,
)
from chalicelib.store.converters import Item
from chalicelib.tenancy.context import Context
from chalicelib.tenancy.holdings import (
    Copied,
    ErasureStage,
    ErasureStep,
    Holding,
    NotCopied,
    NothingPersonal,
    Row,
)


def _difference(_context: Context, item: Item) -> Iterator[Row]:
    yield presenting.described(records.difference_of(item), None)


def _line(_context: Context, item: Item) -> Iterator[Row]:
    line = lines.line_of(item)
    told = {"export": line.export, "scheme": line.scheme, "correction": line.correction}
    answers = [dict(one) for one in line.answers]
    basis = line.basis and presenting.told_basis(line.basis, None)
    yield {**told, **presenting.described_line(line), "basis": basis, "answers": answers}


package = Package(
    routes=(routes,),
    holdings=(
        Holding(
            DIFFERENCES,
            lambda context, _: [partition_of_differences(context.scope)],
            Copied("differences", _difference),
            ErasureStep(
                ErasureStage.MENTIONS, lambda erasing, after: erasure.erase(erasing, after)
            ),
        ),
        Holding(
            DIFFERENCE_LINES,
            lambda context, _: [partition_of_lines(context.scope)],
            Copied("difference_lines", _line),
            ErasureStep(
                ErasureStage.MENTIONS, lambda erasing, after: erasure.erase_lines(erasing, after)
            ),
        ),
        Holding(
            DIFFERENCE_COUNTS,
            lambda context, _: [partition_of_counts(context.scope)],
            NotCopied("how many differences there are, which these tell"),
            NothingPersonal("numbers by scheme"),
        ),
    ),
)
