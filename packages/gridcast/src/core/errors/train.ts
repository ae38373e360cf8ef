export const trainErrors = {};
