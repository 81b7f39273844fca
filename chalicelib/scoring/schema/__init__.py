"""Parts of JSON Schema that the grammar and the entries of kinds are built of.

They stand below both: `rules/kinds` and `values/kinds` describe their fields with them, and
`grammar` puts the whole document together.
"""
