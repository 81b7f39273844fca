"""API keys of companies: issued, listed, revoked."""
