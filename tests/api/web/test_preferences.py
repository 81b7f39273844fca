"""Accept with weights: the most preferred type is sent, by default JSON."""

import pytest

from chalicelib.web.preferences import prefers

CSV, JSON = "text/csv", "application/json"


@pytest.mark.parametrize(
    "header",
    [
        "text/csv",
        "TEXT/CSV; charset=utf-8",
        "text/csv, application/json",
        "text/csv;q=0.5",
        "text/csv;q=0.5, application/json;q=0.4",
        "application/json;q=0.9, text/csv",
        "text/*",
        "text/csv, */*",
        "text/csv;q=0.2, */*;q=0.1",
        "text/csv; charset=utf-8; q=0.8, application/json; q=0.75",
        "application/json;q=0, */*",
        "text/csv;q=1.000, application/json;q=0.999",
    ],
)
def test_csv_is_given_to_who_wants_it_more_than_json(header: str) -> None:
    assert prefers(header, CSV, JSON)


@pytest.mark.parametrize(
    "header",
    [
        None,
        "",
        "*/*",
        "application/json, text/csv",
        "text/csv;q=0.5, application/json",
        "text/csv;q=0.5, */*",
        "text/csv;q=0",
        "text/csv;q=0, */*",
        "text/csv;q=high",
        "text/csv;q=1.5",
        "text/csv;q=0.1234",
        "text/html, application/xhtml+xml, */*;q=0.8",
        "image/png",
        ";q=1,,",
    ],
)
def test_json_is_given_to_everybody_else(header: str | None) -> None:
    assert not prefers(header, CSV, JSON)
