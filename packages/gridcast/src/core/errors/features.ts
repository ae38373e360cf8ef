export const featuresErrors = {};
