import type { MouseEvent, ReactNode } from 'react';
import { goTo } from './use-view.ts';
import { formatView, type View } from './view-state.ts';

interface ViewLinkProps {
  readonly to: View;
  readonly current?: boolean;
  readonly className?: string;
  readonly children: ReactNode;
}

/** A link to a view: opens in place, and in a new tab where the reader asks for one. */
export function ViewLink({ to, current = false, className, children }: ViewLinkProps) {
  const open = (event: MouseEvent): void => {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    goTo(to);
  };
  return (
    <a href={formatView(to)} className={className} aria-current={current ? 'page' : undefined} onClick={open}>
      {children}
    </a>
  );
}
