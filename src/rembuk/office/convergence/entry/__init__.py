"""An office's figures typed in a grid or brought in a sheet."""
