"""Bytes in, core objects out, and back: one file per format, no sockets."""
