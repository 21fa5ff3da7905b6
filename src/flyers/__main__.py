"""``python -m flyers``."""

import sys

from flyers.cli.main import main

if __name__ == "__main__":  # a spawned worker imports this module under another name
    sys.exit(main())
