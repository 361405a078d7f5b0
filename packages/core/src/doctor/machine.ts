/** What lies below a desk that runs on a machine of its own. */
export interface Machine {
  /** Of the disk with the data folder, in bytes. */
  disk(): Promise<{ free: number; total: number }>;
  /** What this process may still take, and what it holds, in bytes. */
  memory(): { free: number; own: number };
}
