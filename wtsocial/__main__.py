"""`python -m wtsocial`: the program's commands."""

import sys

from wtsocial.ops.cli import main

if __name__ == "__main__":
    sys.exit(main())
