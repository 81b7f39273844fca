"""Every text of the templates is in Chinese and in English, each in its own language."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from chalicelib.templates.library import CODES, template

CHINESE = re.compile("[\u4e00-\u9fff]")
NAMED_LISTS = ("dimensions", "indicators", "columns", "grades", "vetoes", "extras", "parameters")


@pytest.mark.parametrize("code", CODES)
def test_every_part_has_a_name_and_a_description_in_both_languages(code: str) -> None:
    document = template(code).document()
    parts = [("", document), *_parts(document, "")]
    assert len(parts) > 30
    for pointer, part in parts:
        for field in ("name", "description"):
            assert set(part[field]) == {"zh", "en"}, f"{pointer}/{field}"


@pytest.mark.parametrize("code", CODES)
def test_each_language_is_written_in_that_language(code: str) -> None:
    pairs = list(_pairs(template(code).document(), ""))
    assert len(pairs) > 100
    for pointer, pair in pairs:
        assert CHINESE.search(pair["zh"]), pointer
        assert pair["en"].strip(), pointer
        assert not CHINESE.search(pair["en"]), pointer


@pytest.mark.parametrize("code", CODES)
def test_no_plain_string_stands_for_both_languages(code: str) -> None:
    document = template(code).document()
    for pointer, part in [("", document), *_parts(document, "")]:
        for field in ("name", "description", "grade_name"):
            assert not isinstance(part.get(field), str), f"{pointer}/{field}"


@pytest.mark.parametrize("code", CODES)
def test_every_indicator_proposes_causes_and_measures_for_an_improvement_plan(code: str) -> None:
    for dimension in template(code).document()["dimensions"]:
        for indicator in dimension["indicators"]:
            assert len(indicator["improvement"]["causes"]) >= 3, indicator["code"]
            assert len(indicator["improvement"]["measures"]) >= 3, indicator["code"]


@pytest.mark.parametrize("code", CODES)
def test_a_column_of_a_file_cannot_be_taken_for_another(code: str) -> None:
    columns = template(code).document()["columns"]
    for language in ("zh", "en"):
        names = [column["name"][language].casefold().replace(" ", "") for column in columns]
        assert len(set(names)) == len(names)


@pytest.mark.parametrize("code", CODES)
def test_every_column_says_where_it_comes_from_and_shows_an_example(code: str) -> None:
    for column in template(code).document()["columns"]:
        assert column["source"], column["code"]
        assert column["example"], column["code"]


def _parts(value: Any, pointer: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every item of the lists whose items have names."""
    if isinstance(value, dict):
        for key, child in value.items():
            if key in NAMED_LISTS:
                yield from ((f"{pointer}/{key}/{n}", item) for n, item in enumerate(child))
            yield from _parts(child, f"{pointer}/{key}")
    elif isinstance(value, list):
        for number, child in enumerate(value):
            yield from _parts(child, f"{pointer}/{number}")


def _pairs(value: Any, pointer: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield every bilingual pair."""
    if isinstance(value, dict):
        if {"zh", "en"} & set(value):
            yield pointer, value
            return
        for key, child in value.items():
            yield from _pairs(child, f"{pointer}/{key}")
    elif isinstance(value, list):
        for number, child in enumerate(value):
            yield from _pairs(child, f"{pointer}/{number}")


@pytest.mark.parametrize("code", CODES)
def test_every_column_names_a_declared_source_by_its_code(code: str) -> None:
    document = template(code).document()
    declared = [source["code"] for source in document["sources"]]
    named = {column["source"] for column in document["columns"]}
    assert named == set(declared)
    assert len(declared) == len(set(declared)) > 1
