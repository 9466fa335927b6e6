"""Who uses the pages, and what each of them may do."""
