import type { ForecastGroup, SourceFacts } from '../../api/schema.ts';
import type { ZoneClock } from '../../ui/zone-clock.ts';
import { describeDelay, describeRungs } from './forecast-words.ts';

interface ProvenanceLineProps {
  readonly source: SourceFacts;
  readonly group: ForecastGroup;
  readonly clock: ZoneClock;
}

/** Until when there are data, how late they come, when the forecast was made, and by what. */
export function ProvenanceLine({ source, group, clock }: ProvenanceLineProps) {
  const { dataUntilUtc, originUtc, delayHours, zone } = source;
  const when = (at: string) => <time dateTime={at}>{`${clock.date(at)}, ${clock.time(at)}`}</time>;
  return (
    <dl className="provenance">
      <div>
        <dt>Data until</dt>
        <dd>{dataUntilUtc === null ? 'nothing observed yet' : when(dataUntilUtc)}</dd>
      </div>
      <div>
        <dt>Delay</dt>
        <dd>{describeDelay(delayHours)}</dd>
      </div>
      <div>
        <dt>Forecast made</dt>
        <dd>{when(originUtc)}</dd>
      </div>
      <div>
        <dt>Made by</dt>
        <dd>{describeRungs(group.rungs)}</dd>
      </div>
      <div>
        <dt>Times</dt>
        <dd>
          {zone} ({clock.offset(originUtc)})
        </dd>
      </div>
    </dl>
  );
}
