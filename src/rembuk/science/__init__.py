"""Pure functions: arrays and Polars frames in, frames out. No Django, no files, no clock."""
