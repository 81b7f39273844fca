"""Routes without a credential: health, the OpenAPI document, an interactive page of the API."""
