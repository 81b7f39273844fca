"""Recorded cases: a veto or an exemption of one person's period, proposed, confirmed, revoked.

A case is stored here. What it does to figures is :mod:`chalicelib.scoring.recorded_cases`; who
scores the person and the period reads the cases in force (:mod:`chalicelib.cases.in_force`), and a
confirmed or revoked case asks for that at once (:mod:`chalicelib.results.applying_cases`).
"""
