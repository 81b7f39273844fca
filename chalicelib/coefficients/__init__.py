"""Bonus coefficients of a period for payroll: rows, columns, CSV, XLSX and JSON Lines."""
