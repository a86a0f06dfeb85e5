"""The dashboard of a workbook as one HTML page, PDF or picture, for those who only want to look."""
