"""The demonstration: made-up sample data, and a client that walks the whole path over REST.

Everything here stands outside the service and talks to it as a customer's system would.
"""
