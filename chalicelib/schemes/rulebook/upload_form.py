"""What an upload template has: the columns of a kind of file, examples, and people."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from chalicelib.errors import Fault, Invalid
from chalicelib.language import Text
from chalicelib.periods.calendar import kind_of
from chalicelib.periods.records import read_period
from chalicelib.reading import FileRejected
from chalicelib.reading.contact_form import ContactForm
from chalicelib.reading.forms.filling import Filling, filling_of
from chalicelib.reading.forms.layout import example_of
from chalicelib.schemes.calendar_items import this_month
from chalicelib.schemes.compiled import ReadyScheme
from chalicelib.schemes.drafts import existing_head
from chalicelib.schemes.file_columns import (
    columns_of,
    contacts_of,
    slices_of,
    sources_of_contacts,
    sources_of_files,
)
from chalicelib.schemes.rulebook.roster import roster
from chalicelib.schemes.rulebook.service import chosen_rules
from chalicelib.schemes.source_refusal import source_refusal
from chalicelib.scoring import Column, Scheme
from chalicelib.scoring.past_results import PastResults
from chalicelib.scoring.rows import ColumnKind
from chalicelib.scoring.text import text
from chalicelib.tenancy.context import Context

AGENT, CONTACT, RESULTS = "agent", "contact", "results"
NO_SOURCE = Text(
    "历史结果不分来源；请去掉 source。", "Past results have no source: leave `source` out."
)
NOT_FILLED = Text(
    "联络明细每次联络一行，不能按名册预先填好；请去掉 filled。",
    "A file of contacts has a row for each contact, not for each person: leave `filled` out.",
)
OTHER_KIND = Text("期间与方案的考核周期不同。", "The period is of another kind than the scheme's.")


@dataclass(frozen=True, slots=True)
class Template:
    """The columns and what is filled in. ``after``: where the next part of the people begins."""

    columns: tuple[Column, ...]
    filling: Filling
    after: str | None = None


def template(
    context: Context, code: str, query: Mapping[str, Any], after: str | None = None
) -> Template:
    """Return the template of a kind of file of a version, with examples that the version takes.

    The version is chosen as in :func:`chalicelib.schemes.rulebook.service.rulebook_for`, with the
    same errors. ``after``: the part of the people that is wanted. Raises Invalid (422) for a source
    that the version takes no file of, and for what a kind of file does not have.
    """
    rules, _ = chosen_rules(context, existing_head(context, code), query["version"])
    made = _empty(rules.ready, query["grain"], query["source"])
    if query["period"] is not None and query["source"] is None and query["grain"] == AGENT:
        made = _without_rounds(context, code, query["period"], made)
    if not query["filled"]:
        return made
    if query["grain"] == CONTACT:
        raise _refused("filled", "not_of_contacts", NOT_FILLED)
    period = query["period"] or _this_period(context, rules.ready.scheme.period)
    if kind_of(period) != rules.ready.scheme.period:
        raise _refused("period", "wrong_kind_of_period", OTHER_KIND)
    by = made.filling.slices
    rows_each = max(1, len(made.filling.allowed.get(by, ()))) if by else 1
    part = roster(context, code, period, after, rows_each)
    return replace(made, filling=replace(made.filling, roster=part.people), after=part.after)


def _without_rounds(context: Context, code: str, period: str, made: Template) -> Template:
    """Return the template without columns that rating rounds of the period feed: no file brings
    them."""
    record = read_period(context.table, context.scope, period, code)
    fed = record.rounds or {} if record is not None else {}
    left = (one for one in made.columns if one.source is None or one.source.code not in fed)
    return replace(made, columns=tuple(left)) if fed else made


def _empty(version: ReadyScheme, grain: str, source: str | None) -> Template:
    if source is not None:
        refusal = source_refusal(source, version)
        if refusal is not None:
            raise _refused("source", *refusal)
        if grain == RESULTS:
            raise _refused("source", "not_of_past_results", NO_SOURCE)
    sources = sources_of_files(version) if source is None else (source,)
    if grain == RESULTS:
        return Template(PastResults(version.compiled).columns, Filling())
    if grain == CONTACT:
        of_contacts = sources if source is not None else sources_of_contacts(version)
        return _of_contacts(version, of_contacts)
    first = {column.code: example_of(column) for column in version.compiled.columns}
    filling = filling_of(version.scheme, version.compiled, first)
    slices = slices_of(version, sources)
    by = slices[0] if len(slices) == 1 else None
    return Template(columns_of(version, sources), replace(filling, slices=by))


def _of_contacts(version: ReadyScheme, sources: tuple[str, ...] | None) -> Template:
    """Return the template of contacts. Raises Invalid (422) when contacts do not give columns."""
    try:
        form = contacts_of(version, sources)
    except FileRejected as refused:
        raise _refused("grain", refused.code, Text(**refused.message)) from None
    return Template(*contact_columns(version.scheme, form))


def contact_columns(scheme: Scheme, form: ContactForm) -> tuple[tuple[Column, ...], Filling]:
    """Return the fields of contacts as columns, with their examples and allowed values."""
    declared = {field.code: field for field in scheme.contacts.fields}
    columns: list[Column] = []
    examples: dict[str, str] = {}
    allowed: dict[str, tuple[str, ...]] = {}
    for spec in form.fields:
        field = declared.get(spec.code)
        name = spec.name or text(spec.code, spec.code)
        kind: ColumnKind = "number" if spec.kind == "number" else "text"
        said = None if field is None else field.description
        columns.append(Column(spec.code, name, spec.unit, kind, True, said, (), None))
        if field is not None and field.example is not None:
            examples[spec.code] = field.example
        if spec.kind == "yes_no":
            allowed[spec.code] = ("Y", "N")
            examples.setdefault(spec.code, "Y")
    for indicator in scheme.indicators:
        if indicator.slices is not None and indicator.slices.by in form.slices:
            allowed[indicator.slices.by] = tuple(indicator.slices.targets)
            examples[indicator.slices.by] = next(iter(indicator.slices.targets), "")
    return tuple(columns), Filling(examples, allowed, of_contacts=True)


def _refused(parameter: str, code: str, message: Text) -> Invalid:
    return Invalid([Fault(f"/{parameter}", code, message, in_address=True)])


def _this_period(context: Context, kind: str) -> str:
    """Return the period of a kind that is under way in the company's time zone."""
    month = this_month(context)
    year, number = month[:4], int(month[5:])
    return {"month": month, "quarter": f"{year}-Q{(number + 2) // 3}", "year": year}[kind]
