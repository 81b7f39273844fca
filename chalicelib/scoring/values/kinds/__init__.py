"""The entry of each value kind in the catalogue: its texts in both languages."""
