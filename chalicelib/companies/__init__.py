"""Companies (tenants): onboarding by the operator, and each company's own settings."""
