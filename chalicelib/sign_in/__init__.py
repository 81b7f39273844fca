"""A company's own sign-in: bearer tokens of its OpenID Connect provider, and the authorizer."""
