"""The invented district: real places, invented people, written as the agencies' own files."""

from rembuk.demo.generate import generate, invent
from rembuk.demo.plan import Plan, make_plan

__all__ = ["Plan", "generate", "invent", "make_plan"]
