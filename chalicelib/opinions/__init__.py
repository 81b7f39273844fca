"""Opinions of staff on a scheme, a pilot or the service: each is answered, an adopted one may lead
to an award."""
