"""Papers of a working group, one file for each: invitation letters, agenda, attendance sheet, minutes, decision register,
and the sheet of joint monitoring. They are printed when asked for and not kept; institutions are named, never persons,
but for the addressee of a letter."""
