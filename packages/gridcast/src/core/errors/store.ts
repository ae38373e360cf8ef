import { fault } from './kind.ts';

export const storeErrors = {
  STORE_QUERY_FAILED: fault<{ sql: string; reason: string }>(
    ({ sql, reason }) => `A query failed: ${reason.split('\n')[0]}. Query: ${sql.slice(0, 400)}`,
  ),
};
