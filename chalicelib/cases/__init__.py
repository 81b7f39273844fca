"""Recorded cases of a person and period (veto, exemption, award, penalty): from proposal to end.

A case is stored here. What it does to figures is :mod:`chalicelib.scoring.recorded_cases`; who
scores the person and the period reads the cases in force (:mod:`chalicelib.cases.in_force`), and a
confirmed or revoked case asks for that at once (:mod:`chalicelib.results.applying_cases`).
"""
