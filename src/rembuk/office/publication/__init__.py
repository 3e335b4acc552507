"""What a district publishes: tables without small numbers, for anybody."""
