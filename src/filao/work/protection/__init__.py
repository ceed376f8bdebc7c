"""Personal data as acts: what is kept and until when, destroyed as shown, exported, guarded by two, and breaches logged."""
