"""Interprets the content streams of pages and records what they paint.

Begin with `interpreter`. `graphics` and `text` carry out the operators on what `state` holds; `paths` follows the
current path, and `records` is the result.
"""
