"""Reading a scheme document: every fault at once, each with its place (docs/scheme-document.md)."""
