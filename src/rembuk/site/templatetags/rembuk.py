"""Filters and tags of the design language: numbers, dates, shapes, figures."""

from django import template

register = template.Library()
