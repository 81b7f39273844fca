"""Check the audit logs of companies against their seals, seal by seal.

``python -m infra.audit_check [--stage NAME] [--company ID] [--kept NUMBER:HASH]``. Exits with 1
when something is not as it was sealed. ``--kept`` is a seal of the company that was noted outside
the table: from an earlier check or a line ``audit_sealed`` of the log.
"""

import sys
from collections.abc import Iterator
from dataclasses import replace

from chalicelib.audit.schemas import KEPT
from chalicelib.audit.verification import Report, kept_seal, verify
from chalicelib.store.errors import UnknownFormat
from chalicelib.store.table import Table
from chalicelib.tenancy.current_tenant import acting_as, acting_as_operator
from chalicelib.tenancy.leaving import companies_that_stay
from chalicelib.tenancy.scope import TenantScope
from infra import deployed
from infra.deployed import table_of


class NoSuchCompany(LookupError):
    """The company is not there, or is being deleted."""


def check_all(
    table: Table, company: str | None = None, kept: tuple[int, str] | None = None
) -> Iterator[tuple[str, Report | UnknownFormat]]:
    """Give the report of each company, or of one, over its whole chain.

    The error instead, of a company whose log this version cannot read. Not of one that is being
    deleted: its log goes item by item. Raises NoSuchCompany for one that is asked for and not
    there.
    """
    with acting_as_operator():
        found = [
            (one, created_at[:7])
            for one, created_at in companies_that_stay(table)
            if company in (None, one)
        ]
    if company and not found:
        raise NoSuchCompany(f"there is no company {company}, or it is being deleted")
    for tenant, first_month in found:
        with acting_as(TenantScope(tenant)):
            try:
                report: Report | UnknownFormat = _whole(
                    table, TenantScope(tenant), first_month, kept
                )
            except UnknownFormat as error:
                report = error
            yield tenant, report


def told(tenant: str, report: Report | UnknownFormat) -> str:
    """The line that says what a check found."""
    if isinstance(report, UnknownFormat):
        return f"{tenant}: cannot be read: {report}"
    finding, last = report.finding, report.last
    if finding is not None:
        event = f", {finding.event}" if finding.event else ""
        return f"{tenant}: {finding.kind} at seal {finding.seal}{event}"
    end = f"; the last is {last.number}:{last.hash}" if last else ""
    return f"{tenant}: intact, {report.events} events under {report.seals} seals{end}"


def _whole(
    table: Table, scope: TenantScope, first_month: str, kept: tuple[int, str] | None
) -> Report:
    total = verify(table, scope, first_month, 0, kept)
    part = total
    while part.after is not None:
        part = verify(table, scope, first_month, part.after)
        total = replace(
            part,
            seals=total.seals + part.seals,
            events=total.events + part.events,
            without_commitment=total.without_commitment + part.without_commitment,
            erased=total.erased + part.erased,
        )
    return total


def main(arguments: list[str] | None = None) -> int:
    """Run the command line."""
    parser = deployed.command_line("infra.audit_check", __doc__)
    parser.add_argument("--company")
    parser.add_argument("--kept")
    asked = parser.parse_args(arguments)
    if asked.kept and (not asked.company or not KEPT.fullmatch(asked.kept)):
        parser.error("--kept is NUMBER:HASH of a seal of the --company")
    try:
        stage, made = deployed.find(asked.stage, asked.home)
    except deployed.TOLD as error:
        print(error, file=sys.stderr)
        return 1
    kept = kept_seal(asked.kept) if asked.kept else None
    whole = True
    try:
        for tenant, report in check_all(table_of(stage, made), asked.company, kept):
            print(told(tenant, report))
            whole = whole and isinstance(report, Report) and report.finding is None
    except NoSuchCompany as error:
        print(error, file=sys.stderr)
        return 1
    return 0 if whole else 1


if __name__ == "__main__":
    sys.exit(main())
