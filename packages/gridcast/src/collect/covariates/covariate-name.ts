/** What a covariate may be called. */
import { z } from 'zod';

/** The name becomes a part of column names. */
export const covariateName = z
  .string()
  .regex(
    /^[a-z][a-z0-9_]{0,39}$/u,
    'a lower-case letter, then letters, digits and underscores are wanted, 40 at most',
  );
