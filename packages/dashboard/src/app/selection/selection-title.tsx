import type { ForecastGroup, SourceFacts } from '../../api/schema.ts';
import { countOf } from '../../ui/numbers.ts';
import { nameSelection } from './name-selection.ts';
import './selection-title.css';

interface SelectionTitleProps {
  readonly source: SourceFacts;
  readonly group: Pick<ForecastGroup, 'key' | 'labels' | 'seriesCount'>;
}

/** What is shown, by name. */
export function SelectionTitle({ source, group }: SelectionTitleProps) {
  const { title, original, readings } = nameSelection(source, group);
  return (
    <div className="selection-title" aria-live="polite">
      <h1>{title}</h1>
      <p>
        {group.seriesCount === 1
          ? 'One series'
          : `The sum of ${countOf(group.seriesCount, 'series', 'series')}`}
        {original !== '' && (
          <>
            {' · '}
            <span className="original">{original}</span>
          </>
        )}
        {readings && (
          <>
            {' · '}
            <span className="mark">reading</span> not the owner’s name, but read from the shape of the data
          </>
        )}
      </p>
    </div>
  );
}
