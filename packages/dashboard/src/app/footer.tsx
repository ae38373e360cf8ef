import { useAnswer } from '../api/use-answer.ts';
import './footer.css';

/** Whose numbers these are. */
export function Footer() {
  const { data: source } = useAnswer('/api/v2/source');
  return (
    <footer className="footer">
      {source === undefined ? (
        <p>&nbsp;</p>
      ) : (
        <p>
          {[source.credit, `Data: ${source.title}`, `Gridcast ${source.apiVersion}`]
            .filter((part) => part !== '')
            .join(' · ')}
        </p>
      )}
    </footer>
  );
}
