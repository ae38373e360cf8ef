import { describe, expect, test } from 'vitest';
import { sumUp, type VitestReport } from './test-report.ts';

function report(files: VitestReport['testResults']): VitestReport {
  const all = files.flatMap((file) => file.assertionResults);
  const count = (status: string): number => all.filter((one) => one.status === status).length;
  return { numPassedTests: count('passed'), numFailedTests: count('failed'), testResults: files };
}

describe('sumUp', () => {
  test('counts passes and failures and names what was left out', () => {
    const assertionResults = [
      { ancestorTitles: ['sums'], title: 'a', status: 'passed' },
      { ancestorTitles: ['sums'], title: 'b', status: 'failed' },
      { ancestorTitles: ['parity (needs: Python)'], title: 'c', status: 'skipped' },
      { ancestorTitles: ['parity (needs: Python)'], title: 'd', status: 'skipped' },
    ];
    const totals = sumUp(report([{ name: 'x.test.ts', status: 'failed', assertionResults }]), false);
    expect(totals).toEqual({ passed: 1, failed: 1, leftOut: new Map([['parity (needs: Python)', 2]]) });
  });

  test('counts a file that could not be loaded, and an error outside any test', () => {
    const broken = { name: 'x.test.ts', status: 'failed', assertionResults: [] };
    expect(sumUp(report([broken, broken]), false).failed).toBe(2);
    expect(sumUp(report([]), false).failed).toBe(1);
    expect(sumUp(report([]), true).failed).toBe(0);
  });
});
