import type { DriftReport, FeedFacts } from '../../api/schema.ts';
import { Card } from '../../ui/card.tsx';
import type { ZoneClock } from '../../ui/zone-clock.ts';
import { ageWords, driftWords, feedName } from './feed-words.ts';

const marks = {
  fresh: 'mark mark-good',
  stalled: 'mark mark-warn',
  retired: 'mark mark-warn',
  failing: 'mark mark-bad',
} as const;

interface FeedsCardProps {
  readonly feeds: readonly FeedFacts[];
  readonly drift: readonly DriftReport[];
  readonly clock: ZoneClock;
}

/** How each feed is, covariates included, and whether the newest values are like those of comparable days. */
export function FeedsCard({ feeds, drift, clock }: FeedsCardProps) {
  const sentences = driftWords(drift);
  return (
    <Card title="Feeds and drift">
      {feeds.length === 0 ? (
        <p className="small">All data come from files: there is no feed to wait for.</p>
      ) : (
        <div className="scroll-x">
          <table>
            <caption>The home’s own feed first, then services of covariates</caption>
            <thead>
              <tr>
                <th scope="col">Feed</th>
                <th scope="col">Newest value</th>
                <th scope="col">Last read well</th>
              </tr>
            </thead>
            <tbody>
              {feeds.map((feed) => (
                <tr key={feed.name}>
                  <th scope="row">
                    {feedName(feed.name)} <span className={marks[feed.status]}>{feed.status}</span>
                    {feed.reason !== null && <p className="small">{feed.reason}</p>}
                  </th>
                  <td>{ageWords(feed)}</td>
                  <td>{feed.succeededAtUtc === null ? 'never' : clock.dayTime(feed.succeededAtUtc)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <p className="small">
        {sentences.length === 0
          ? 'No drift was measured yet: there are too few days to compare.'
          : `${drift[0]?.day}: ${sentences.join(' ')}`}
      </p>
    </Card>
  );
}
