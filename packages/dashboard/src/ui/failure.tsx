import type { ReactNode } from 'react';
import { ApiProblem } from '../api/get.ts';
import { Notice } from './notice.tsx';

interface FailureProps {
  readonly thrown: unknown;
  readonly remedy?: (() => void) | undefined;
  readonly remedyText?: string;
}

const titles: Readonly<Record<string, string>> = {
  SERVE_NOTHING_PUBLISHED: 'No forecast yet',
  SERVE_SERIES_UNKNOWN: 'No such series',
  SERVE_SELECTION_INVALID: 'No such series',
  SERVE_FORECAST_UNKNOWN: 'No such forecast',
};

/** A question that got no answer, in words, with what to do next. The page keeps asking by itself. */
export function Failure({ thrown, remedy, remedyText }: FailureProps) {
  const problem = thrown instanceof ApiProblem ? thrown.problem : undefined;
  if (problem === undefined) {
    return (
      <Notice title="The API does not answer" kind="error">
        <p>{thrown instanceof Error ? thrown.message : 'Nothing was heard of it.'}</p>
        <p>
          Is <code>gridcast serve</code> running? The page asks again every few seconds and goes on by itself.
        </p>
      </Notice>
    );
  }
  return (
    <Notice title={titles[problem.code] ?? problem.title} kind={problem.status === 500 ? 'error' : 'info'}>
      <p>{withCode(problem.detail)}</p>
      {remedy !== undefined && (
        <button type="button" onClick={remedy}>
          {remedyText}
        </button>
      )}
    </Notice>
  );
}

/** Text with what stands between backticks as code. */
function withCode(text: string): ReactNode {
  return text.split('`').map((part, place) => (place % 2 === 1 ? <code key={place}>{part}</code> : part));
}
