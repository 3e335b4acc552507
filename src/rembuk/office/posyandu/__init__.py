"""Sessions, measurements, monthly status, who should be seen first."""
