"""The board of a period: who has sent what, who is missing, and what stands in the way."""
