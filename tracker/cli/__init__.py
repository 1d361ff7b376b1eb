"""The command line: a command a file, each parses its words, calls one function and prints."""
