"""The data model: table schemas, dates, codes and addresses of pages."""
