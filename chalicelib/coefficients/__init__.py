"""Bonus coefficients of a period, as payroll gets them: rows, columns, CSV and XLSX."""
