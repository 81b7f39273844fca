"""Appeals against results as they are stored, and what others read of them.

People file them and others decide them (appeals), an upload takes the figures that a decision
corrected (uploads), and locking asks how many are open (publication).
"""
