import { useAnswer } from '../../api/use-answer.ts';
import type { ForecastGroup, SourceFacts } from '../../api/schema.ts';
import { useView } from '../../app/use-view.ts';
import { Card } from '../../ui/card.tsx';
import { Failure } from '../../ui/failure.tsx';
import type { ZoneClock } from '../../ui/zone-clock.ts';
import { HourPicker } from './hour-picker.tsx';
import { WhyHour } from './why-hour.tsx';
import { conditionsOf, isWithin, pickHour } from './why.ts';
import './why-card.css';

interface WhyCardProps {
  readonly source: SourceFacts;
  readonly group: ForecastGroup;
  readonly clock: ZoneClock;
}

/** What moved the forecast of one hour of one series. */
export function WhyCard({ source, group, clock }: WhyCardProps) {
  const [view, change] = useView();
  const isOne = group.seriesCount === 1;
  const hour = pickHour(view.hour, group);
  const { data, error, isPlaceholderData } = useAnswer('/api/v2/explanations', {
    // of the series that is shown, which for a moment may be the one before
    query: { where: conditionsOf(group), hour, origin: source.originUtc },
    enabled: isOne && isWithin(source.originUtc, hour),
  });
  const explained = data?.hours[0];
  if (!isOne) {
    return (
      <Card title="Why this forecast">
        <p className="small">Choose a single series above to see what moved its forecast, hour by hour.</p>
      </Card>
    );
  }
  return (
    <Card
      title="Why this forecast"
      className="why-card"
      busy={isPlaceholderData}
      aside={
        <HourPicker
          hours={group.hoursUtc}
          hour={hour}
          clock={clock}
          onPick={(picked) => change({ hour: picked }, { replace: true })}
        />
      }
    >
      {explained !== undefined && <WhyHour explained={explained} unit={source.unit} clock={clock} />}
      {explained === undefined && error !== null && <Failure thrown={error} />}
    </Card>
  );
}
