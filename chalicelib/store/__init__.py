"""Storage: one DynamoDB table and one S3 bucket. Every key comes from a TenantScope."""
