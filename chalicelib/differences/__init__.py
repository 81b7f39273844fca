"""What is due of corrected results: differences in coefficient, on their way to payroll."""
