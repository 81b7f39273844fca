"""The grammar of scheme documents, for editors and programs that write them."""
