"""Signals: figures with their evidence that may propose a case, and never are one.

A run looks through a scheme's period by the rules that hr has set (docs/decisions/signals.md):
contacts marked as solved that come again, figures that should agree and do not, results far from
the person's own past, and flags about raters. A person dismisses a signal or proposes a case.
"""
