"""What really happens in the invented Peru: the timelines behind what the registers show. Publishes nothing."""
