"""Tags on records: the part beside a record, the picker, REST, and the step for many records at once."""
