import type { Expectation } from '../../api/schema.ts';

/** Failing checks first, those that stop a run before those that warn; otherwise as they were made. */
export function arrangeExpectations(expectations: readonly Expectation[]): readonly Expectation[] {
  const place = ({ success, severity }: Expectation): number => (success ? 2 : severity === 'stop' ? 0 : 1);
  return expectations.toSorted((a, b) => place(a) - place(b));
}
