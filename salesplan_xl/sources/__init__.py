"""History and actuals from outside: CSV and Excel files."""
