"""The format of what is stored. UPGRADING.md says when it changes and what follows then."""

#: Of items, objects and messages together. A change that today's code would read wrongly takes the
#: next number. 1 is everything from before formats were recorded.
DATA_FORMAT = 2
