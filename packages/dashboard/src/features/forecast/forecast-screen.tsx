import { useAnswer } from '../../api/use-answer.ts';
import { useView } from '../../app/use-view.ts';
import { Failure } from '../../ui/failure.tsx';
import { ForecastReport } from './forecast-report.tsx';
import { SelectionBar } from '../../app/selection/selection-bar.tsx';
import './forecast-screen.css';

/** The last week and the next 24 hours of any selection of series. */
export function ForecastScreen() {
  const [{ where, origin }, change] = useView();
  const { data: source, error, isPending } = useAnswer('/api/v2/source', { query: { origin } });
  if (isPending) return <div className="screen-placeholder" aria-busy="true" />;
  if (source === undefined) {
    const remedy = origin === undefined ? undefined : () => change({ origin: undefined });
    return <Failure thrown={error} remedy={remedy} remedyText="Show the newest forecast" />;
  }
  return (
    <>
      <SelectionBar source={source} origins />
      <ForecastReport source={source} selection={{ where, origin }} />
    </>
  );
}
