"""Compare each company's number of people with its register.

``python -m infra.headcount [--stage NAME] [--home DIR] [--mend]`` local or AWS.
Returns 1 when a number differs. ``--mend`` stores the number that was counted.
"""

import sys
from collections.abc import Iterator

from chalicelib.people.counting import Recount, recount
from chalicelib.store.table import Table
from chalicelib.tenancy.current_tenant import acting_as, acting_as_operator
from chalicelib.tenancy.leaving import companies_that_stay
from chalicelib.tenancy.records import read_tenant
from chalicelib.tenancy.scope import TenantScope
from infra import deployed
from infra.deployed import table_of


def recounts(table: Table, *, mend: bool) -> Iterator[tuple[str, Recount]]:
    """Count the register of each company; yield its id and both numbers.

    Not of one that is being deleted: a count may store its number, and nothing is to be left.
    """
    with acting_as_operator():
        companies = [one for one, _ in companies_that_stay(table)]
    for company in companies:
        scope = TenantScope(company)
        with acting_as(scope):
            tenant = read_tenant(table, scope)
            shards = tenant.register_shards if tenant else 0
            yield company, recount(table, scope, shards, mend=mend)


def main(arguments: list[str] | None = None) -> int:
    """Run the command line."""
    parser = deployed.command_line("infra.headcount", __doc__)
    parser.add_argument("--mend", action="store_true")
    asked = parser.parse_args(arguments)
    try:
        stage, made = deployed.find(asked.stage, asked.home)
    except deployed.TOLD as error:
        print(error, file=sys.stderr)
        return 1
    drifted = 0
    for company, found in recounts(table_of(stage, made), mend=asked.mend):
        if found.differs:
            drifted += 1
            print(f"{company}: {found.stored} stored, {found.counted} on the register")
    print(f"{drifted} differ{', mended' if asked.mend and drifted else ''}")
    return 1 if drifted else 0


if __name__ == "__main__":
    sys.exit(main())
