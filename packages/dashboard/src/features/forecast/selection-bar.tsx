import type { SourceFacts } from '../../api/schema.ts';
import { useView } from '../../app/use-view.ts';
import { KeyChooser } from './key-chooser.tsx';
import { OriginChooser } from './origin-chooser.tsx';
import './selection-bar.css';

/** One field a key of the source, and one for the forecast. */
export function SelectionBar({ source }: { readonly source: SourceFacts }) {
  const [view, change] = useView();
  const keyNames = source.keys.map(({ name }) => name);
  return (
    <form className="selection-bar" aria-label="Choose series" onSubmit={(event) => event.preventDefault()}>
      {source.keys.map((key) => (
        <KeyChooser key={key.name} facts={key} keyNames={keyNames} />
      ))}
      <OriginChooser source={source} />
      {view.where.length > 0 && (
        <button type="button" className="quiet" onClick={() => change({ where: [] })}>
          Show all
        </button>
      )}
    </form>
  );
}
