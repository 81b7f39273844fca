"""Teams as a resource: who leads them, what they are called, which of them are one."""
