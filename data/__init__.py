"""A municipality's data: fields, importers, exporters, tables and stores. No web, no solver."""
