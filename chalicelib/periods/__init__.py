"""A scheme's period: its record, its lease, its ranks, and the calendar of periods."""
