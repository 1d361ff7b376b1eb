"""Everything that a page's kernel needs, imported once for all kernels that are forked from it."""

import gc

import ipykernel.kernelapp  # noqa: F401

import tracker
from tracker import charts

for module in (tracker, charts):
    for name in dir(module):
        # Both load a name's module only when the name is first used.
        getattr(module, name)

# A collection would touch, and so copy, every page of memory that the kernels share.
gc.freeze()
