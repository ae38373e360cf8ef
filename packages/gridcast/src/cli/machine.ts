/** Reads the machine for tracking. */
import { arch, availableParallelism, platform, release, totalmem } from 'node:os';
import { resourceUsage, version as nodeVersion } from 'node:process';
import { lightGbmVersion } from '@gridcast/lightgbm';
import type { MachineReading } from '../pipeline/index.ts';
import { packageVersion } from './version.ts';

const MIB = 2 ** 20;

/** The machine as it is now, and how many threads it was allowed. */
export function readMachine(threads: number): MachineReading {
  return {
    environment: {
      gridcast: packageVersion(),
      node: nodeVersion,
      lightgbm: lightGbmVersion,
      platform: `${platform()} ${release()}`,
      architecture: arch(),
      cores: availableParallelism(),
      memoryMiB: Math.round(totalmem() / MIB),
      threads,
    },
    peakMiB: Math.round(resourceUsage().maxRSS / 1024),
  };
}
