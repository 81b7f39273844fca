"""Breaking changes of the API: found in the OpenAPI document, refused without a changelog entry.

``python -m infra.openapi.evolution`` lists them since the baseline; with ``record`` it moves the
baseline on. docs/api/policy.md says what is breaking, docs/decisions/api-evolution.md why it is
found by our own code.
"""
