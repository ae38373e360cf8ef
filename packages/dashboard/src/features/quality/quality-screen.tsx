import { SelectionBar } from '../../app/selection/selection-bar.tsx';
import { useView } from '../../app/use-view.ts';
import { Failure } from '../../ui/failure.tsx';
import { QualityReport } from './quality-report.tsx';
import { useQuality } from './use-quality.ts';
import './quality-screen.css';

/** How good forecasts and data are, and what ran. */
export function QualityScreen() {
  const [{ where }, change] = useView();
  const answers = useQuality(where);
  const { source, ready, failure, selectionFailure } = answers;
  if (failure !== null) return <Failure thrown={failure} />;
  if (source === undefined || !ready) return <div className="screen-placeholder" aria-busy="true" />;
  return (
    <>
      <SelectionBar source={source} />
      {selectionFailure === null ? (
        <QualityReport source={source} answers={answers} />
      ) : (
        <Failure
          thrown={selectionFailure}
          remedy={() => change({ where: [] })}
          remedyText="Show all series"
        />
      )}
    </>
  );
}
