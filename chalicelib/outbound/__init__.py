"""Requests to addresses that others have given: the one guard against server-side request forgery.

Everything that this service fetches from, or sends to, an address that a company or the operator
has set goes through :class:`chalicelib.outbound.exchange.Outbound`.
"""
