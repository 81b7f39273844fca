"""Read what companies have used: a company its own, the operator the register of all."""

from chalicelib.companies import service as companies
from chalicelib.costs.records import Counter, Entry, as_fields, read_counter
from chalicelib.store.records import from_item
from chalicelib.tenancy import operator_scope
from chalicelib.tenancy.context import Context, OperatorContext


def own(context: Context, month: str) -> Entry:
    """Return what the caller's company has used so far in a month. This costs one or two reads."""
    counter = read_counter(context.table, context.scope, month) or Counter()
    return Entry(
        **as_fields(counter),
        tenant=context.scope.tenant,
        month=month,
        as_of=context.time,
    )


def of_company(context: OperatorContext, tenant_id: str, month: str) -> Entry:
    """Return a company's usage in a month, as of the last summing. Raises NotFound (404).

    A deleted company is still found: what it has used until then is to be paid.
    """
    scope, _ = companies.registered_tenant(context, tenant_id)
    item = context.table.get(operator_scope.costs(month, scope.tenant))
    return Entry(tenant=scope.tenant, month=month) if item is None else from_item(Entry, item)


def of_companies(
    context: OperatorContext, month: str, limit: int, after: str | None
) -> tuple[list[Entry], str | None]:
    """Return a page of the companies that used something in a month, by id, and what follows."""
    page = context.table.query(
        operator_scope.COSTS,
        prefix=operator_scope.costs_of_month(month),
        limit=limit,
        after=after,
    )
    return [from_item(Entry, item) for item in page.items], page.after
