// the script is a process of its own; docs/decisions tells why it must not go on
process.exit(0);
