/** What tracking reads of the machine; only the CLI's edge holds the real readings. */
import type { Facts } from './trial-record.ts';

export interface MachineReading {
  /** The machine and its programs: versions, platform, cores. */
  readonly environment: Facts;
  /** The most memory that the process has held so far, in MiB. */
  readonly peakMiB: number;
}
