"""The command line: `app` says what can be typed, one module a group of commands does it."""
