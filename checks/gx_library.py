"""Great Expectations, imported as if PySpark were not installed.

Here: that import. It takes PySpark along wherever the extra ``spark`` is there: half a second and a warning for nothing
we use, and PySpark ends a process whose main module has no file, which it takes for its own doctests.
"""

import sys

_unseen = "pyspark" not in sys.modules
if _unseen:
    sys.modules["pyspark"] = None  # type: ignore[assignment]  # the import system's own way to say: there is none
try:
    import great_expectations as gx
    from great_expectations import expectations
    from great_expectations.data_context.types.base import ProgressBarsConfig
finally:
    if _unseen:
        del sys.modules["pyspark"]

__all__ = ["ProgressBarsConfig", "expectations", "gx"]
