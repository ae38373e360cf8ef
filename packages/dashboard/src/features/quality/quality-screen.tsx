import { useAnswer } from '../../api/use-answer.ts';
import { SelectionBar } from '../../app/selection/selection-bar.tsx';
import { useView } from '../../app/use-view.ts';
import { Failure } from '../../ui/failure.tsx';
import { QualityReport } from './quality-report.tsx';
import './quality-screen.css';

/** How good forecasts and data are, and what ran. */
export function QualityScreen() {
  const [{ where }, change] = useView();
  const { data: source, error, isPending } = useAnswer('/api/v2/source');
  const errors = useAnswer('/api/v2/errors', { query: { where, limit: 1500 } });
  if (isPending) return <div className="screen-placeholder" aria-busy="true" />;
  if (source === undefined || error !== null) return <Failure thrown={error} />;
  return (
    <>
      <SelectionBar source={source} />
      {errors.error === null ? (
        <QualityReport source={source} errors={errors.data} busy={errors.isPlaceholderData} />
      ) : (
        <Failure thrown={errors.error} remedy={() => change({ where: [] })} remedyText="Show all series" />
      )}
    </>
  );
}
