"""Days of the month on which something is due: a company's habit, where nothing else says it."""
