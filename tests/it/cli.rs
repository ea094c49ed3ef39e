//! What all five programs do alike.
