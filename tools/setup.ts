/** Prepares a fresh checkout: fetches what npm cannot carry. */
export {};
