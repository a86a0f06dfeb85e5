"""The workbook contract: which tables and columns a plan has, how their cells are read and written."""
