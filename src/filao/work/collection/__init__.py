"""Collection: instruments published, answers taken in by one way, kept closed, read, and given up again on request."""
