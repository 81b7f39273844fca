"""Blocks of merged cells, filled as a person sees them."""

from chalicelib.reading.merges import Block, CoveredText, MergedText, fill_merged_cells


def seen(rows: dict[int, list[str]], *blocks: Block) -> dict[int, list[str]]:
    return {number: list(cells) for number, cells in fill_merged_cells(iter(rows.items()), blocks)}


def test_every_covered_cell_has_the_first_ones_text() -> None:
    rows = {1: ["a", "", "x"], 2: ["", "", "y"]}
    assert seen(rows, Block(1, 0, 2, 1)) == {1: ["a", "a", "x"], 2: ["a", "a", "y"]}


def test_only_the_covered_cells_are_marked_as_merged() -> None:
    ((_, first), (_, second)) = fill_merged_cells(
        iter([(1, ["a"]), (2, ["", "z"])]), [Block(1, 0, 2, 0)]
    )
    assert [isinstance(cell, CoveredText) for cell in (*first, *second)] == [False, True, False]
    assert [isinstance(cell, MergedText) for cell in (*first, *second)] == [True, True, False]


def test_a_cell_that_is_merged_with_none_of_another_row_is_its_rows_own() -> None:
    """Over two columns of one row, or over a row that is not in the file."""
    across = seen({1: ["a", "", "x"]}, Block(1, 0, 1, 1))[1]
    ((_, alone),) = fill_merged_cells(iter([(1, ["a"])]), [Block(1, 0, 2, 0)])
    assert [isinstance(cell, MergedText) for cell in (*across, *alone)] == [
        False,
        True,
        False,
        False,
    ]


def test_a_row_that_ends_before_the_block_is_made_long_enough() -> None:
    assert seen({1: ["", "", "t"], 2: ["b"]}, Block(1, 2, 2, 2))[2] == ["b", "", "t"]


def test_a_block_whose_first_cell_is_empty_or_absent_fills_nothing() -> None:
    rows = {2: ["", "b"], 3: ["", "c"]}
    assert seen(rows, Block(2, 0, 3, 0), Block(1, 1, 3, 1)) == rows


def test_blocks_of_rows_that_are_not_in_the_file_are_passed_by() -> None:
    assert seen({9: ["a"]}, Block(2, 0, 3, 0)) == {9: ["a"]}
