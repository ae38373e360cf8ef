import { useView } from '../../app/use-view.ts';

/** How much of the past is drawn, and the numbers to take away. */
export function ChartTools({ csv }: { readonly csv: string }) {
  const [{ near }, change] = useView();
  return (
    <div className="chart-tools">
      <div className="segmented" role="group" aria-label="Past shown">
        <button type="button" aria-pressed={!near} onClick={() => change({ near: false }, { replace: true })}>
          Week
        </button>
        <button type="button" aria-pressed={near} onClick={() => change({ near: true }, { replace: true })}>
          Two days
        </button>
      </div>
      <a className="button" href={csv} download>
        Download CSV
      </a>
    </div>
  );
}
