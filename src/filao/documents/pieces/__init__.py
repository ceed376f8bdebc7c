"""Tables and drawings that several deliverables and the web share, each made in one place from the same reading."""
