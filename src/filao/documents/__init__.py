"""Core objects in, finished pages out: one block model, five writers, one file per deliverable."""
