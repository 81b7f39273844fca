"""Links of raters without an account: as they are stored, and as they are sent."""
