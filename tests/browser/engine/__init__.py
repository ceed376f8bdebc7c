"""The form engine of ODK's web client as a second opinion: its harness, and forms of our own to play on both."""
