"""VBA projects from text: what Excel reads as ``vbaProject.bin``, made without Excel, always the same."""
