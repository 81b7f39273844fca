"""Make the OpenAPI 3.1 document from the register of routes and the validating schemas.

``python -m infra.openapi`` writes it to ``chalicelib/docs/openapi.json``, the file that the API
serves. A test fails when that file and the routes disagree. apispec is not in the Lambda package.
"""
