"""The format of stored data. UPGRADING.md says when the format changes and what to do then."""

#: One number for items, objects and messages. A change that the present code would read wrongly
#: takes the next number. Format 1 is all data from before formats were recorded.
DATA_FORMAT = 2
