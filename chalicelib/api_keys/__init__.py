"""API keys of companies: issue, list, revoke."""
