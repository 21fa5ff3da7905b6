"""Interprets the content streams of pages and records what they paint.

Begin with `interpreter`. It reads a stream as `instructions` and carries out the operators of text, `graphics` all
others, on the state that it has; `records` is the result, and follows the current path.
"""
