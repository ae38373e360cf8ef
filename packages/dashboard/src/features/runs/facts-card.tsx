import { Card } from '../../ui/card.tsx';

interface FactsCardProps {
  readonly title: string;
  readonly facts: Readonly<Record<string, string | number | boolean>>;
}

/** Names with their values. */
export function FactsCard({ title, facts }: FactsCardProps) {
  const known = Object.entries(facts).filter(([, value]) => value !== '');
  if (known.length === 0) return null;
  return (
    <Card title={title}>
      <dl className="run-facts">
        {known.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{String(value)}</dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}
