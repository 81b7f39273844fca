"""Companies (tenants): onboarding by the operator, and their own settings."""
