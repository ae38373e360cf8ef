import { ApiUnreachable } from '../api/get.ts';
import { useAnswer } from '../api/use-answer.ts';
import './stale-banner.css';

/** Says that what is shown is no longer asked for: the API was there, and went away. */
export function StaleBanner() {
  const { data, error, dataUpdatedAt } = useAnswer('/api/v2/source');
  if (data === undefined || !(error instanceof ApiUnreachable)) return null;
  return (
    <p className="stale-banner" role="status">
      The API does not answer. What you see was read at {new Date(dataUpdatedAt).toLocaleTimeString('en-GB')}{' '}
      by your clock; the page asks again by itself.
    </p>
  );
}
