"""Exports of bonus coefficients: files for payroll, on request and by schedule."""
