//! What faults make of replies.
