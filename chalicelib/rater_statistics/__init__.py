"""Statistics of raters: leniency, spread, agreement, answers all alike, own team, drift; and flags.

Pure functions over marks. They know no round and no inspection. All arithmetic is exact, in
fractions; only a square root is cut, after 30 decimals. What too few marks cannot show is said and
not computed. A flag is a figure that a person must answer; nothing here changes a mark
(docs/decisions/rater-statistics.md).
"""
