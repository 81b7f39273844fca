"""What a company uses, and what that costs at list prices: for the operator and for the company."""
