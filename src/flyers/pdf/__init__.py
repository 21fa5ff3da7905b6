"""From composed pages to a PDF file, on ReportLab's canvas."""
