import { findFixedSource, openSource, type SourceDeclaration } from '../../collect/index.ts';
import { GridcastError } from '../../core/index.ts';
import { createCalendar, type Calendar } from '../../features/index.ts';
import type { Store } from '../../store/index.ts';

/** The source that a home was fixed on. @throws STORE_HOME_MISSING where nothing was collected */
export async function sourceOfHome(store: Store): Promise<SourceDeclaration> {
  const spec = await findFixedSource(store.catalogue);
  if (spec === undefined) throw new GridcastError('STORE_HOME_MISSING', { home: store.home });
  return openSource(spec).declaration;
}

/** The calendar of a home's source. */
export async function calendarOfHome(store: Store): Promise<Calendar> {
  return createCalendar((await sourceOfHome(store)).country);
}
