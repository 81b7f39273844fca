"""AWS resources, the package, deployment, and a local AWS on this machine."""
