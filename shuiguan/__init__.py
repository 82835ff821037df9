"""谁管: who is responsible for this, here, on that day, and how do we know?

The only name this project installs. In a wheel the code folders lie in `_bundle`; in a checkout they
are at the root.
"""

import sys
from pathlib import Path

__version__ = "0.1.0"

_bundle = Path(__file__).parent / "_bundle"
if _bundle.is_dir():
    sys.path.insert(0, str(_bundle))
