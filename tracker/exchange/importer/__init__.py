"""Understand another program's file: its encoding, its columns, and its rows as entries."""
