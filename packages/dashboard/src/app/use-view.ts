import { useCallback, useMemo, useSyncExternalStore } from 'react';
import { formatView, parseView, type View } from './view-state.ts';

const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  globalThis.addEventListener('popstate', listener);
  return () => {
    listeners.delete(listener);
    globalThis.removeEventListener('popstate', listener);
  };
}

const currentAddress = (): string => location.pathname + location.search;

/** Goes to another view; `replace` leaves no entry to come back to. */
export function goTo(view: View, { replace = false } = {}): void {
  const address = formatView(view);
  if (address === currentAddress()) return;
  if (replace) history.replaceState(null, '', address);
  else history.pushState(null, '', address);
  for (const listener of listeners) listener();
}

/** The view that the address names, and a way to change parts of it. */
export function useView(): readonly [View, (change: Partial<View>, options?: { replace?: boolean }) => void] {
  const address = useSyncExternalStore(subscribe, currentAddress);
  const view = useMemo(() => {
    const { pathname, search } = new URL(address, location.origin);
    return parseView(pathname, search);
  }, [address]);
  const change = useCallback(
    (part: Partial<View>, options?: { replace?: boolean }) => goTo({ ...view, ...part }, options),
    [view],
  );
  return [view, change];
}
