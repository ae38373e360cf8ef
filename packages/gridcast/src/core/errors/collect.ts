export const collectErrors = {};
