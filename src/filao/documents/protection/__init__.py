"""Documents that a law on data protection asks for, composed from what the workspace holds."""
