"""The invented district: real places, invented people, written as the agencies' own files.

`plan` says what, `generate` writes the files, `build` makes a running demo of them.
"""
