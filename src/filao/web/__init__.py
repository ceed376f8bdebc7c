"""Faces in the browser: views, templates and static files; one file per capability, no tables."""
