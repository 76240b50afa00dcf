"""`make tck TCK=folder`: run the DMN compatibility kit (see engine/dmn/tck.py)."""

import sys

from engine.dmn.tck import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
