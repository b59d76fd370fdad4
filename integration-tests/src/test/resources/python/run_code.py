"""Runs the lines of Python that are its only argument."""

import sys

exec(sys.argv[1])
