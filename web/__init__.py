"""What people see, and where it is kept: pages, the API, and the store on PostgreSQL."""
