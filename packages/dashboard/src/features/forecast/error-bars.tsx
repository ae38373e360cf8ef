import { formatPercent } from '../../ui/numbers.ts';
import type { ErrorLine } from './error-lines.ts';
import './error-bars.css';

/** Errors beside each other; shorter is better. */
export function ErrorBars({ lines }: { readonly lines: readonly ErrorLine[] }) {
  return (
    <dl className="error-bars">
      {lines.map(({ name, own, wape, share }) => (
        <div key={name} className={own ? 'own' : undefined}>
          <dt>{name}</dt>
          <dd>
            <span className="bar" aria-hidden="true">
              <span style={{ width: `${share * 100}%` }} />
            </span>
            <span className="number">{formatPercent(wape)}</span>
          </dd>
        </div>
      ))}
    </dl>
  );
}
