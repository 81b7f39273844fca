"""The calendar of a company: what is due when, of each scheme's months, and what is late; as a
list, and as an iCalendar feed by a secret link."""
