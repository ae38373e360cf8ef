import type { Quality } from '../../api/schema.ts';
import { Card } from '../../ui/card.tsx';
import { countOf } from '../../ui/numbers.ts';
import { humanise } from '../../ui/key-names.ts';
import { arrangeExpectations } from './arrange-expectations.ts';

/** What the data must fulfil, whether they do, and what was set aside. */
export function ExpectationsCard({ quality }: { readonly quality: Quality }) {
  const expectations = arrangeExpectations(quality.expectations);
  const failed = expectations.filter(({ success }) => !success).length;
  const aside = quality.quarantine;
  return (
    <Card
      title="Checks of the data"
      aside={
        <span className={failed === 0 ? 'mark mark-good' : 'mark mark-bad'}>
          {failed === 0 ? `all ${expectations.length} hold` : `${failed} of ${expectations.length} fail`}
        </span>
      }
    >
      <ul className="expectations">
        {expectations.map(({ expectation, success, severity, states, failures, examples }) => (
          <li key={expectation}>
            <span
              className={
                success ? 'mark mark-good' : severity === 'stop' ? 'mark mark-bad' : 'mark mark-warn'
              }
            >
              {success ? 'holds' : severity === 'stop' ? 'stops' : 'warns'}
            </span>
            <div>
              {states === '' ? humanise(expectation) : states}
              {!success && (
                <details>
                  <summary>{countOf(failures, 'failing row', 'failing rows')}</summary>
                  <pre>{examples.map((example) => JSON.stringify(example)).join('\n')}</pre>
                </details>
              )}
            </div>
          </li>
        ))}
      </ul>
      <p className="small">
        {aside.length === 0
          ? 'No row was set aside.'
          : `Set aside: ${aside.map(({ reason, rows }) => `${rows.toLocaleString('en')} × ${reason}`).join(', ')}.`}
      </p>
    </Card>
  );
}
