"""The OpenAPI 3.1 document, made from the register of routes and the schemas that validate.

``python -m infra.openapi`` writes it to ``chalicelib/docs/openapi.json``, from where the API serves
it; a test fails when that file and the routes disagree. apispec stays out of the Lambda package.
"""
