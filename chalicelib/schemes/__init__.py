"""Appraisal schemes: drafts with the linter's findings, and versions, which never change."""
