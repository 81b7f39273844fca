"""The value kinds: from the columns of a row to an indicator's figure (rules.md §1).

`metric.py` to `formula.py`: one file per kind, how it is read and computed. `kinds/`: one file per
kind with all else that belongs to it. `catalogue.py`: the list of all kinds.
"""
