export const predictErrors = {};
