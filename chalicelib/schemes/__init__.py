"""Appraisal schemes: drafts with the linter's findings, versions that never change."""
