"""The Report as a file: one module each for JSON, HTML, XLSX and PDF."""
