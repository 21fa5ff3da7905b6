"""Interprets the content streams of pages and records what they paint.

Begin with `interpreter`. It carries out the operators of text, and `graphics` all others, on the state that it
has; `records` is the result, and follows the current path.
"""
