export const validateErrors = {};
