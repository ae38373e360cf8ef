/** What bands held, as the API describes it. */
import { z } from '@hono/zod-openapi';

export const heldShares = z
  .record(z.string(), z.number().nullable())
  .openapi({ description: 'Share of truths inside the band, by its nominal share.' });
