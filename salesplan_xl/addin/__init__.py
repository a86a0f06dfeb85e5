"""The Excel add-in, built from the registry: wrappers, ribbon, help, reference pages."""
