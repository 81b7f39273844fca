"""The rule kinds: from an indicator's value to points (rules.md §2).

`step_deduct.py` to `scale.py`: one file per kind, how it is read and computed. `kinds/`: one file
per kind with all else that belongs to it. `catalogue.py`: the list of all kinds.
"""
