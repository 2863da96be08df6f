//! What the app will be: tables, queries, routes, pages, every emitted name.
