"""Interprets the content streams of pages and records what they paint.

Begin with `interpreter`. It reads a stream as `instructions` and carries out the operators of text, `graphics` all
others, on the state in `state`; `paths` follows the current path, and `records` is the result.
"""
