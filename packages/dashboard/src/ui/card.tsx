import { useId, type ReactNode } from 'react';
import './card.css';

interface CardProps {
  readonly title: string;
  readonly className?: string;
  /** Stands at the end of the title's line. */
  readonly aside?: ReactNode;
  /** True while newer content is fetched; what is there stays. */
  readonly busy?: boolean;
  readonly children: ReactNode;
}

/** One box with a title. */
export function Card({ title, className = '', aside, busy = false, children }: CardProps) {
  const id = useId();
  return (
    <section className={`card ${className}`} aria-labelledby={id} aria-busy={busy}>
      <div className="card-head">
        <h2 id={id}>{title}</h2>
        {aside}
      </div>
      {children}
    </section>
  );
}
