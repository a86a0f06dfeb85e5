"""What the workbook templates are made of, and their builder."""
