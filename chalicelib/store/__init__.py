"""Storage: one DynamoDB table and one S3 bucket, reached only with keys that a TenantScope made."""
