"""A scheme's period: record, lease, ranks, counts by team, and the calendar of periods."""
