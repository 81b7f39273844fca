"""The demonstration: made-up sample data, and a client that uses the whole service over REST.

The code here is outside the service and calls it as a customer's system would.
"""
