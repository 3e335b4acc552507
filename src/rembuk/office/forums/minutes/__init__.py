"""The record of a meeting: minutes, signed copy, promises, evidence, public commitment."""
