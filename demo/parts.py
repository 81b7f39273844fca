"""A month that two departments of a company send, each its own columns."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Department:
    """Who sends a part of the month. ``sources``: those of the template that are this part's."""

    code: str
    name: Mapping[str, str]
    sources: Sequence[str]


def by_departments(
    document: Mapping[str, Any], departments: Sequence[Department]
) -> dict[str, Any]:
    """Return a scheme's document whose sources are the company's departments."""
    sender = {source: one.code for one in departments for source in one.sources}
    columns = [
        {**column, "source": sender.get(column["source"], column["source"])}
        for column in document["columns"]
    ]
    sources = [{"code": one.code, "name": dict(one.name)} for one in departments]
    return {**document, "sources": sources, "columns": columns}


def columns_of(document: Mapping[str, Any], department: Department) -> set[str]:
    """Return the codes of the columns that a department sends, by the template's document."""
    return {one["code"] for one in document["columns"] if one.get("source") in department.sources}
