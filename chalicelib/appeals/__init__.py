"""Appeals: a person disputes the own result, somebody who did not judge it decides.

What is stored is :mod:`chalicelib.appeal_records`. A decision that upholds carries remedies, which
the house's own ways carry out: cases and an upload (appeals/remedies.py).
"""
