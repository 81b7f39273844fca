"""The entry of each rule kind in the catalogue: its texts in both languages, its examples."""
