"""XForms both ways: a published form read as a Questionnaire, its lists from files, and answers as OpenRosa XML."""

from filao.exchange.xform.answers import Instance, placed, read_instance, write_instance
from filao.exchange.xform.form import read
from filao.exchange.xform.lists import read_list

__all__ = ["Instance", "placed", "read", "read_instance", "read_list", "write_instance"]
