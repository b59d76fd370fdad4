# `python -m benchmark` finds the package in notebooks/; so does the test, wherever it is started.
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent.parent))
