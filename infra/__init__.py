"""What carries the application: AWS resources, package, deployment, and AWS on this machine."""
