"""Silence for child processes of tests."""

from __future__ import annotations

import os


def silence(*streams: int) -> None:
    """Lead the process's *streams* (1 is stdout, 2 stderr) nowhere."""
    null = os.open(os.devnull, os.O_RDWR)
    for stream in streams:
        os.dup2(null, stream)
