"""What Lambda calls: a module for each function, so that a process reads what its events need."""
