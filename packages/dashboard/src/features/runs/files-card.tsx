import { addressOf } from '../../api/get.ts';
import type { Trial } from '../../api/schema.ts';
import { Card } from '../../ui/card.tsx';

const PLOT = /^plots\/(.*)\.svg$/u;

/** The plots of a trial, and its other files to be fetched. */
export function FilesCard({ trial }: { readonly trial: Trial }) {
  const { artefacts, runId, id } = trial;
  if (artefacts.length === 0) return null;
  const address = (name: string): string =>
    addressOf('/api/v2/runs/{id}/trials/{trial}/artefact', {
      params: { id: runId, trial: id },
      query: { name },
    });
  const plots = artefacts.filter(({ name }) => PLOT.test(name));
  return (
    <Card title="Plots and files">
      <div className="run-plots">
        {plots.map(({ name }) => (
          <figure key={name}>
            <a href={address(name)}>
              <img src={address(name)} alt={`Plot: ${PLOT.exec(name)?.[1] ?? name}`} loading="lazy" />
            </a>
          </figure>
        ))}
      </div>
      <p className="small">
        {artefacts
          .filter(({ name }) => !PLOT.test(name))
          .map(({ name, bytes }, place) => (
            <span key={name}>
              {place > 0 && ' · '}
              <a href={address(name)}>{name}</a> ({Math.ceil(bytes / 1024).toLocaleString('en')} KiB)
            </span>
          ))}
      </p>
    </Card>
  );
}
