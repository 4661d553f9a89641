"""`python -m wtsocial`: the program's commands."""

import sys
from importlib import import_module

from wtsocial.ops.start import COMMANDS

if __name__ == "__main__":
    # What all the other commands need takes two seconds to load.
    module = "wtsocial.ops.start" if sys.argv[1:2] and sys.argv[1] in COMMANDS else "wtsocial.ops.cli"
    sys.exit(import_module(module).main())
