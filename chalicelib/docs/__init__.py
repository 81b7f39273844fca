"""What needs no credential: health, the OpenAPI document, and an interactive page of the API."""
