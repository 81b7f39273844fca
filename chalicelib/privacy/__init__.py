"""Work on everything stored of a company: copies, erasing a person, deleting the company."""
