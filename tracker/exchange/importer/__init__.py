"""How another program's file is understood: its letters, its columns, its rows as entries."""
