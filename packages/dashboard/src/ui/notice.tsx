import type { ReactNode } from 'react';
import './notice.css';

interface NoticeProps {
  readonly title: string;
  readonly kind?: 'info' | 'error';
  readonly children: ReactNode;
}

/** Says what is the matter and what to do next. */
export function Notice({ title, kind = 'info', children }: NoticeProps) {
  return (
    <section className={`notice notice-${kind}`} role={kind === 'error' ? 'alert' : 'status'}>
      <h2>{title}</h2>
      {children}
    </section>
  );
}
