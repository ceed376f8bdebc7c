"""What lasts: the only Django app with tables. Every row carries its workspace, first in its indexes."""
