"""The package's routes and collections: employees, and their ids in other systems."""

from collections.abc import Iterator

from chalicelib.contents import Package
from chalicelib.people import before_locks, paths, presenting, records, routes, today
from chalicelib.people.keys import (
    EMPLOYEES,
    EXTERNAL_IDS,
    HEADCOUNT,
    REGISTER_LOCKS,
    partition_of_external_ids,
    partition_of_headcount,
    partition_of_register_locks,
    partitions_of_employees,
)
from chalicelib.store.converters import Item
from chalicelib.store.records import from_item
from chalicelib.tenancy.context import Context
from chalicelib.tenancy.holdings import (
    Copied,
    ErasedWhenAsked,
    ErasureStage,
    ErasureStep,
    Holding,
    NotCopied,
    NothingPersonal,
    Removal,
    Row,
    Targets,
)


def _employee(context: Context, item: Item) -> Iterator[Row]:
    employee = from_item(records.Employee, item)
    if employee.is_person:
        yield presenting.described(employee, today.today(context))


package = Package(
    events={
        "employees.change": "employee.changed",
        "employees.delete": "employee.deleted",
        "employees.rename": "employee.renamed",
        "employees.rehire": "employee.rehired",
    },
    routes=(routes,),
    holdings=(
        Holding(
            EMPLOYEES,
            lambda context, _: partitions_of_employees(context.scope, context.register_shards),
            Copied("employees", _employee),
            ErasedWhenAsked("a tombstone takes the person's place"),
            targets=Targets(
                "employees/",
                lambda thing, person: thing == person,
                harmless=("status", "files"),
                # The request for an erasure stays in the log, with its actor and the person's id.
                kept=("employees.erase",),
                resolve=lambda context, name: paths.person_named(context, name),
            ),
        ),
        Holding(
            EXTERNAL_IDS,
            lambda context, _: [partition_of_external_ids(context.scope)],
            NotCopied("each employee tells them"),
            ErasedWhenAsked("the person's are given up"),
        ),
        Holding(
            HEADCOUNT,
            lambda context, _: [partition_of_headcount(context.scope)],
            NotCopied("numbers that the employees give"),
            NothingPersonal("numbers of people by status and team"),
            # As long as people can be registered, so that it is not counted again.
            Removal.ROOTS,
        ),
        Holding(
            REGISTER_LOCKS,
            lambda context, _: [partition_of_register_locks(context.scope)],
            NotCopied("a locked period's snapshot has them a moment later"),
            ErasureStep(
                ErasureStage.MENTIONS, lambda erasing, after: before_locks.erase(erasing, after)
            ),
        ),
    ),
)
