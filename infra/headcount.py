"""Compare each company's number of people with its register.

``python -m infra.headcount [--stage NAME] [--home DIR] [--mend]`` local or AWS.
Returns 1 when a number differs. ``--mend`` stores the number that was counted.
"""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from chalicelib.people.headcount import Recount, recount
from chalicelib.store.table import Table
from chalicelib.tenancy import operator_scope
from chalicelib.tenancy.current_tenant import acting_as, acting_as_operator
from chalicelib.tenancy.records import DELETED, DELETING
from chalicelib.tenancy.scope import TenantScope
from infra import deployed
from infra.deployed import HOME
from infra.operator_key import table_of
from infra.stack import StackError
from infra.stage import LOCAL
from infra.stage_file import StageFileError


def recounts(table: Table, *, mend: bool) -> Iterator[tuple[str, Recount]]:
    """Count the register of each company; yield its id and both numbers.

    Not of one that is being deleted: a count may store its number, and nothing is to be left.
    """
    with acting_as_operator():
        companies = [
            str(item["id"])
            for item in table.query_all(operator_scope.TENANTS)
            if item["status"] not in (DELETING, DELETED)
        ]
    for company in companies:
        scope = TenantScope(company)
        with acting_as(scope):
            yield company, recount(table, scope, mend=mend)


def main(arguments: list[str] | None = None) -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(prog="python -m infra.headcount", description=__doc__)
    parser.add_argument("--stage", default=LOCAL)
    parser.add_argument("--home", type=Path, default=HOME)
    parser.add_argument("--mend", action="store_true")
    asked = parser.parse_args(arguments)
    try:
        stage, made = deployed.find(asked.stage, asked.home)
    except FileNotFoundError:
        print(f"nothing is deployed from {asked.home}: no stack.json", file=sys.stderr)
        return 1
    except (StackError, StageFileError) as error:
        print(error, file=sys.stderr)
        return 1
    drifted = 0
    for company, found in recounts(table_of(stage, made), mend=asked.mend):
        if found.stored != found.counted:
            drifted += 1
            print(f"{company}: {found.stored} stored, {found.counted} on the register")
    print(f"{drifted} differ{', mended' if asked.mend and drifted else ''}")
    return 1 if drifted else 0


if __name__ == "__main__":
    sys.exit(main())
