"""Files that come for a month when it is locked: looked at, then taken as corrections."""
