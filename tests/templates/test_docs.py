"""docs/templates.md names every template, indicator and parameter, with suggested values."""

from pathlib import Path

import pytest

from chalicelib.templates.library import CODES, template

PAGE = Path(__file__).parents[2] / "docs" / "templates.md"


@pytest.mark.parametrize("code", CODES)
def test_the_page_describes_the_template_as_it_is(code: str) -> None:
    text = PAGE.read_text(encoding="utf-8")
    section = text.partition(f"\n### {code}\n")[2].partition("\n### ")[0]
    document = template(code).document()
    assert f"| `{code}` | {document['name']['zh']} · {document['name']['en']} |" in text
    assert section.startswith(document["description"]["en"])
    for parameter in document["parameters"]:
        row = f"| `{parameter['code']}` | {parameter['name']['zh']} · {parameter['name']['en']} |"
        assert f"{row} {parameter['suggested']}" in section, parameter["code"]
    for dimension in document["dimensions"]:
        for indicator in dimension["indicators"]:
            names = f"{indicator['name']['zh']} · {indicator['name']['en']}"
            assert f"| `{indicator['code']}` | {names} |" in section
