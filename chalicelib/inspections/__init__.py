"""Inspections: contacts drawn for each person, judged by a checklist, closed into figures.

The draw is a pure function of frame and seed (:mod:`chalicelib.inspections.drawing`), so that
anybody can draw again. What inspectors judge is agreed by rule
(:mod:`chalicelib.inspections.agreeing`). A closed inspection gives the figures of a source of the
scheme (:mod:`chalicelib.inspections.totals`, :mod:`chalicelib.uploads.judged_figures`).
"""
