import type { SourceFacts } from '../../api/schema.ts';
import { useView } from '../use-view.ts';
import { KeyChooser } from './key-chooser.tsx';
import { OriginChooser } from './origin-chooser.tsx';
import './selection-bar.css';

interface SelectionBarProps {
  readonly source: SourceFacts;
  /** Whether the forecast can be chosen too. */
  readonly origins?: boolean;
}

/** One field a key of the source, and one for the forecast. */
export function SelectionBar({ source, origins = false }: SelectionBarProps) {
  const [view, change] = useView();
  const keyNames = source.keys.map(({ name }) => name);
  return (
    <form className="selection-bar" aria-label="Choose series" onSubmit={(event) => event.preventDefault()}>
      {source.keys.map((key) => (
        <KeyChooser key={key.name} facts={key} keyNames={keyNames} />
      ))}
      {origins && <OriginChooser source={source} />}
      {view.where.length > 0 && (
        <button type="button" className="quiet" onClick={() => change({ where: [] })}>
          Show all
        </button>
      )}
    </form>
  );
}
