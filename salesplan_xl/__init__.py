"""SalesPlan for Excel: target decomposition, KPI formulas and plan tables in workbooks."""

__version__ = "0.1.0"
