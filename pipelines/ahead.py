"""Imports slow libraries while the night waits for others anyway; whoever needs one first waits for the rest of it."""

from __future__ import annotations

import importlib
import threading


def import_ahead(module: str) -> None:
    """Begin to import a module in a thread, and go on. Worth it only where this process is about to wait."""
    threading.Thread(target=importlib.import_module, args=(module,), name=f"import {module}", daemon=True).start()
