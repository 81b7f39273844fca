"""The template library: the list of templates, and independent copies of their documents."""

import subprocess
import sys
from pathlib import Path

import pytest

import chalicelib.templates.library as library
from chalicelib.templates.library import CODES, UnknownTemplate, list_templates, template


def test_every_file_of_the_library_is_listed_under_its_own_code() -> None:
    folder = Path(library.__file__).parent
    assert sorted(path.stem for path in folder.glob("*.json")) == sorted(CODES)
    assert [summary.code for summary in list_templates()] == list(CODES)
    assert all(template(code).document()["code"] == code for code in CODES)


def test_a_summary_says_what_a_template_measures_and_asks_for() -> None:
    (telecom,) = (summary for summary in list_templates() if summary.code == "telecom")
    assert telecom.name == {"zh": "电信客服质量标准", "en": "Telecom service quality standard"}
    assert telecom.industry == "telecom"
    assert (telecom.subject, telecom.period) == ("agent", "month")
    assert telecom.indicators[-1] == "fault_repair_timeliness"
    assert "fault_repair_target" in [parameter["code"] for parameter in telecom.parameters]


def test_an_unknown_code_is_refused_with_the_codes_there_are() -> None:
    with pytest.raises(UnknownTemplate) as caught:
        template("airline")
    assert caught.value.code == "airline"
    assert "courier" in str(caught.value)


def test_a_code_is_never_a_path() -> None:
    with pytest.raises(UnknownTemplate):
        template("../templates/courier")


def test_a_caller_that_changes_a_document_changes_it_for_nobody_else() -> None:
    template("courier").document()["dimensions"].clear()
    assert len(template("courier").document()["dimensions"]) == 4


def test_a_template_is_read_once() -> None:
    assert template("courier") is template("courier")


def test_importing_the_library_reads_no_template() -> None:
    watch = (
        "import sys\n"
        "sys.addaudithook(lambda event, args: event == 'open' and str(args[0]).endswith('.json')"
        " and sys.exit(f'read {args[0]}'))\n"
        "import chalicelib.templates.library\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", watch],
        cwd=Path(library.__file__).parents[2],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
