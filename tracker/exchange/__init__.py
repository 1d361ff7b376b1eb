"""What comes into the diary from a file: looked at first, then all of it or nothing."""
