
// nothing here

/// nor here
