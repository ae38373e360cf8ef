export * from './calendar.ts';
export * from './country.ts';
export * from './countries/index.ts';
export { type CalendarColumns } from './table.ts';
export * from './zone.ts';
