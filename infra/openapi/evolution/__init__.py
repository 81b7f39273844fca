"""Find breaking changes of the API in the OpenAPI document; refuse those without a changelog entry.

``python -m infra.openapi.evolution`` lists the changes since the baseline; with ``record`` it
replaces the baseline. docs/api/policy.md says what is breaking. docs/decisions/api-evolution.md
says why our own code does this.
"""
