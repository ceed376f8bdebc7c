"""What Filao thinks with: plain Python on dataclasses, no Django, no files, no network, no clock."""
