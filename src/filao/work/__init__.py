"""Acts and readings: check the right, change in one transaction, write the journal line, return a value."""
