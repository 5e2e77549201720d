"""How fast Vigía is, beside anchors anybody can run: workloads, a harness, and the page ``RESULTS.md``.

``python -m bench`` runs everything, ``python -m bench rules ocds`` some of it, ``python -m bench report`` writes
``bench/RESULTS.md`` from the stored figures. Here: measuring. Not here: anything a night needs.
"""
