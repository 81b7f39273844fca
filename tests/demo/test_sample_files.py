"""The sample files as the service reads them: every figure arrives as the generator made it."""

from decimal import Decimal

import pytest

from chalicelib.reading import BadRow, ColumnSpec, Row, column_specs, open_file
from chalicelib.scoring import compile_scheme, fill, read_scheme
from chalicelib.templates.library import template
from demo.parts import columns_of
from demo.sample_data import SampleFile, write_sample_data


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> list[SampleFile]:
    return write_sample_data(tmp_path_factory.mktemp("samples"))


def _columns(sample: SampleFile) -> tuple[ColumnSpec, ...]:
    document = template(sample.tenant.template).document()
    proposals = {parameter["code"]: {"confirmed": True} for parameter in document["parameters"]}
    specs = column_specs(compile_scheme(read_scheme(fill(document, proposals))).columns)
    if sample.department is None:
        return specs
    sent = columns_of(document, sample.department)
    return tuple(spec for spec in specs if spec.code in sent)


def _read(sample: SampleFile) -> tuple[list[Row], list[BadRow], tuple[str, ...]]:
    with (
        sample.path.open("rb") as stream,
        open_file(stream, sample.path.name, _columns(sample)) as sheet,
    ):
        rows = list(sheet.rows())
        good = [row for row in rows if isinstance(row, Row)]
        return good, [row for row in rows if isinstance(row, BadRow)], sheet.unknown_columns


def test_every_figure_of_every_file_is_the_generators(samples: list[SampleFile]) -> None:
    assert len(samples) == 10
    for sample in samples:
        made = {row["employee_id"]: row for row in sample.tenant.rows(sample.period)}
        good, _, unknown = _read(sample)
        assert unknown == ()
        for row in good:
            expected = made[row.employee_id]
            assert (row.employee_name, row.team) == (expected["employee_name"], expected["team"])
            for column, cell in row.cells.items():
                text = expected[column]
                figure = Decimal(text) if isinstance(cell, Decimal) else text or None
                assert cell == figure, (sample.path.name, row.number, column)


def test_only_octobers_courier_file_has_rows_that_cannot_be_read(
    samples: list[SampleFile],
) -> None:
    bad = {sample.path.name: _read(sample)[1] for sample in samples}
    faulty = bad.pop("feiyan-express-2026-10.csv")
    assert all(rows == [] for rows in bad.values())
    # The scheme finds the unknown level; the reader finds the number and the repetition.
    found = [(error.column, error.code) for row in faulty for error in row.errors]
    assert ("solved", "not_a_number") in found
    assert any(code == "duplicate_employee" for _, code in found)
