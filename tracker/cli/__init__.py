"""The command line: a command a file; each parses its arguments, calls one function and prints.

The imports inside the functions keep `tracker --help` and every other command light.
"""
