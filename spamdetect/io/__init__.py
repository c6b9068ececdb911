"""Reading and writing documents in the formats that crawls come in."""
